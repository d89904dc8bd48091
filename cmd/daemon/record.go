package daemon

import (
	"path/filepath"

	"github.com/catenary-bridge/catenary/signer/keys"
	"github.com/catenary-bridge/catenary/signer/record"
)

// recordFile is the signing record's name in a signer's data directory.
const recordFile = "record.json"

// SigningRecord says where the signing record of this configuration is and whose:
// it decrypts the key, because without it a record can be neither believed nor
// written. It makes nothing on disk and takes no lock.
func SigningRecord(config SignerConfig, prompt func(account string) (string, error)) (path string, owner record.Owner, err error) {
	locked, err := openKey(AccountConfig(config.Account), prompt)
	if err != nil {
		return "", owner, err
	}
	private, err := keys.Load(locked.path, locked.passphrase)
	if err != nil {
		return "", owner, err
	}
	key, err := keys.NewKey(private)
	if err != nil {
		return "", owner, err
	}
	return filepath.Join(config.Data, recordFile), key.RecordOwner(), nil
}
