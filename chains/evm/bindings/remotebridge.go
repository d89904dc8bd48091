// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// RemoteBridgeMetaData contains all meta data concerning the RemoteBridge contract.
var RemoteBridgeMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"owner_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"outbox_\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"},{\"name\":\"inbox_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"homeChain_\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"UNLOCK_GAS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"acceptOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"burn\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"handle\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"homeChain\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"inbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"outbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"paused\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"peers\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pendingOwner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pinPeer\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"quoteBurn\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"quoteToPeer\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"payloadLength\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"token\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractBridgedToken\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unpause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Burned\",\"inputs\":[{\"name\":\"from\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Minted\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferStarted\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Paused\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"PeerPinned\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TokenMade\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"contractBridgedToken\"},{\"name\":\"name\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"},{\"name\":\"symbol\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"},{\"name\":\"decimals\",\"type\":\"uint8\",\"indexed\":false,\"internalType\":\"uint8\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Unpaused\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"AlreadyIntroduced\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"contractBridgedToken\"}]},{\"type\":\"error\",\"name\":\"AmountZero\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"BalanceTooLow\",\"inputs\":[{\"name\":\"balanceWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"EnforcedPause\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"ExpectedPause\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"FeeAboveMaximum\",\"inputs\":[{\"name\":\"feeWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximumWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InboxWithoutCode\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"MessageMalformed\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotHome\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"homeChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"NotInbox\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotIntroduced\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"NotPeer\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OutboxWithoutCode\",\"inputs\":[{\"name\":\"outbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"PeerAlreadyPinned\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"PeerOnThisChain\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"PeerUnknown\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"PeerZero\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"ReceiverUnusable\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"RecipientZero\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"RefundRefused\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"wei_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"TextOutOfRange\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "RemoteBridge",
	Bin: "0x60e03461019d57601f612cbd38819003918201601f19168301916001600160401b038311848410176101a15780849260809460405283398101031261019d57610047816101b5565b60208201516001600160a01b038116929183820361019d57606061006d604085016101b5565b930151926001600160401b038416840361019d57803b1561017d576080526001600160a01b031692831561016a57600180546001600160a01b03199081169091555f80549182168617815560405195916001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a3803b15610158575060a05260c052612af390816101ca823960805181818161018d01526105a8015260a05181818161030d0152818161088801528181610b750152610fb1015260c0518181816107f10152818161097501528181610d2801528181610f39015261149e0152f35b63f8da9dff60e01b5f5260045260245ffd5b631e4fbdf760e01b5f525f60045260245ffd5b638d07347760e01b5f9081526001600160a01b0391909116600452602490fd5b5f80fd5b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b038216820361019d5756fe60806040526004361015610011575f80fd5b5f5f3560e01c80632a68c46514610f095780633f4ba83a14610e4e5780635c975abb14610e0e578063715018a614610d4c5780637468a52b14610cea57806379ba509714610be2578063820358e514610aae5780638456cb5914610a195780638da5cb5b146109c95780639dc29fac14610708578063af576c7a1461069b578063ba87e7b014610516578063c2b1146e146104da578063cdc3236a14610331578063ce11e6ab146102c2578063e30c397814610270578063f2fde38b146101b1578063fb0e722b146101425763fc0c546a146100eb575f80fd5b3461013f57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f57602073ffffffffffffffffffffffffffffffffffffffff60035460081c16604051908152f35b80fd5b503461013f57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461013f5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f5773ffffffffffffffffffffffffffffffffffffffff6101fe611016565b6102066110a7565b16807fffffffffffffffffffffffff0000000000000000000000000000000000000000600154161760015573ffffffffffffffffffffffffffffffffffffffff8254167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e227008380a380f35b503461013f57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f57602073ffffffffffffffffffffffffffffffffffffffff60015416604051908152f35b503461013f57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461013f5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f57610369610fff565b6024359073ffffffffffffffffffffffffffffffffffffffff82168092036104d65767ffffffffffffffff9061039d6110a7565b164681146104ab57811561048057808352600260205273ffffffffffffffffffffffffffffffffffffffff60408420541661042d57808352600260205260408320827fffffffffffffffffffffffff00000000000000000000000000000000000000008254161790557fed2206933ab4acb320c35305f6b1b8e8aa3652335628c3165afb29dfd03ab7558380a380f35b82816044928252600260205273ffffffffffffffffffffffffffffffffffffffff604083205416907f1cedcada000000000000000000000000000000000000000000000000000000008352600452602452fd5b7f8193a7e6000000000000000000000000000000000000000000000000000000008352600452602482fd5b7f6bdcbbd1000000000000000000000000000000000000000000000000000000008352600452602482fd5b8280fd5b503461013f57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f576020604051620493e08152f35b503461013f5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f5761054e610fff565b906024356064359267ffffffffffffffff84116104d657366023850112156104d65783600401359167ffffffffffffffff83116106975736602484870101116106975773ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016803303610668575067ffffffffffffffff821690818552600260205273ffffffffffffffffffffffffffffffffffffffff604086205416918215801561065e575b61062d57505050602461062a939461061f61112a565b01906044359061148f565b80f35b7f092b68ba000000000000000000000000000000000000000000000000000000008652600452602452604452606483fd5b5082821415610609565b7fa55f281100000000000000000000000000000000000000000000000000000000855233600452602452604484fd5b8380fd5b503461013f5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261013f5773ffffffffffffffffffffffffffffffffffffffff604060209267ffffffffffffffff6106f6610fff565b16815260028452205416604051908152f35b60407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126109025761073a611016565b60243561074561112a565b73ffffffffffffffffffffffffffffffffffffffff60035460081c169182156109a15773ffffffffffffffffffffffffffffffffffffffff8116908115801561095a575b61092e57821561090657833b15610902576040517f9dc29fac00000000000000000000000000000000000000000000000000000000815233600482015260248101849052935f908590604490829084905af19081156108f7576020946108ac926108e7575b507f00000000000000000000000000000000000000000000000000000000000000007fffffffffffffffffffffffffffffffffffffffff000000000000000000000000604051927f01000000000000000000000000000000000000000000000000000000000000008885015260601b16602183015284603583015260358252610878605583611039565b33913491610885816110c7565b907f00000000000000000000000000000000000000000000000000000000000000006111d2565b509160405190815282848201527f48977aac0b960a545fa87c55456220f79843e875d804c9b7a2f23072420e115660403392a3604051908152f35b5f6108f191611039565b5f6107ee565b6040513d5f823e3d90fd5b5f80fd5b7fcbca5aa2000000000000000000000000000000000000000000000000000000005f5260045ffd5b507ffed41dd1000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5073ffffffffffffffffffffffffffffffffffffffff6109997f00000000000000000000000000000000000000000000000000000000000000006110c7565b168214610789565b7ffa47f676000000000000000000000000000000000000000000000000000000005f5260045ffd5b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257602073ffffffffffffffffffffffffffffffffffffffff5f5416604051908152f35b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257610a4f6110a7565b610a5761112a565b60017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0060035416176003557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a2586020604051338152a1005b346109025760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257610ae5610fff565b60243567ffffffffffffffff8116810361090257610b5c91602091610b09826110c7565b506040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff928316600482015291166024820152604480359082015291829081906064820190565b038173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000165afa80156108f7575f90610baf575b604051908152602090f35b506020813d602011610bda575b81610bc960209383611039565b810103126109025760209051610ba4565b3d9150610bbc565b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610902573373ffffffffffffffffffffffffffffffffffffffff6001541603610cbe577fffffffffffffffffffffffff0000000000000000000000000000000000000000600154166001555f54337fffffffffffffffffffffffff00000000000000000000000000000000000000008216175f5573ffffffffffffffffffffffffffffffffffffffff3391167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a3005b7f118cdaa7000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257610d826110a7565b7fffffffffffffffffffffffff0000000000000000000000000000000000000000600154166001555f73ffffffffffffffffffffffffffffffffffffffff81547fffffffffffffffffffffffff000000000000000000000000000000000000000081168355167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08280a3005b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257602060ff600354166040519015158152f35b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261090257610e846110a7565b60035460ff811615610ee1577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00166003557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa6020604051338152a1005b7f8dfc202b000000000000000000000000000000000000000000000000000000005f5260045ffd5b34610902575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610902577f0000000000000000000000000000000000000000000000000000000000000000610f61816110c7565b506040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152620493e06024820152603560448201526020816064817f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff165afa80156108f7575f90610baf57604051908152602090f35b6004359067ffffffffffffffff8216820361090257565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361090257565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761107a57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff5f54163303610cbe57565b67ffffffffffffffff1690815f52600260205273ffffffffffffffffffffffffffffffffffffffff60405f2054169182156110ff5750565b7f252dbd33000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b60ff6003541661113657565b7fd93c0665000000000000000000000000000000000000000000000000000000005f5260045ffd5b9190820391821161116b57565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b67ffffffffffffffff811161107a57601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b90949295939173ffffffffffffffffffffffffffffffffffffffff169081156114675786516040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff88166004820152620493e0602482015260448101919091529573ffffffffffffffffffffffffffffffffffffffff9190911690602087606481855afa9687156108f7575f97611433575b50838711611403574787116113d3579067ffffffffffffffff87602094936112e36040519b8c96879586947f141f12aa0000000000000000000000000000000000000000000000000000000086521660048501526024840152620493e060448401526080606484015260848301906119dc565b03925af19485156108f7575f9561139f575b5083858282146113975750505f80808061130f888661115e565b865af13d15611392573d61132281611198565b906113306040519283611039565b81525f60203d92013e5b15611343575050565b6113628473ffffffffffffffffffffffffffffffffffffffff9261115e565b917f27f0c928000000000000000000000000000000000000000000000000000000005f521660045260245260445ffd5b61133a565b955093505050565b9094506020813d6020116113cb575b816113bb60209383611039565b810103126109025751935f6112f5565b3d91506113ae565b86477f367ed1bc000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b83877f38c7b9ea000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b9096506020813d60201161145f575b8161144f60209383611039565b810103126109025751955f611270565b3d9150611442565b7f3d9eb1db000000000000000000000000000000000000000000000000000000005f5260045ffd5b91909167ffffffffffffffff807f00000000000000000000000000000000000000000000000000000000000000001691168181036119ae5750505f92801591825f1461199d57600260ff5f5b16146116845773ffffffffffffffffffffffffffffffffffffffff60035460081c1692831561165c57603583149081159161161a575b506115ee57816015116115ea57600181013560601c916035116115ea577fc263b302aec62d29105026245f19e16f8e0137066ccd4a8bd941f716bd4096bb6040601584930135958151908782526020820152a2813b15610697576040517f40c10f1900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff919091166004820152602481019290925282908290604490829084905af180156115df576115d2575050565b816115dc91611039565b50565b6040513d84823e3d90fd5b8480fd5b602485837fbe92a372000000000000000000000000000000000000000000000000000000008252600452fd5b905061162f576001813560f81c14155f611511565b6024857f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b6004867ffa47f676000000000000000000000000000000000000000000000000000000008152fd5b9190935073ffffffffffffffffffffffffffffffffffffffff60035460081c168061197257506003841090811561195d575b506119315782600210156118d857600281013560f81c90816003018060031161116b5780851061190557841061090257600382820101907ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd8386030194600110156118d85761173261173d92600183013560f81c963691611a1f565b926003369201611a1f565b916040936117808486516117518882611039565b600481527f6e616d65000000000000000000000000000000000000000000000000000000006020820152611a55565b6117bf8386516117908882611039565b600681527f73796d626f6c00000000000000000000000000000000000000000000000000006020820152611a55565b845161103080820182811067ffffffffffffffff82111761107a578291611ac383396060815283886118056117f7606085018b6119dc565b8481036020860152896119dc565b92015203905ff080156118ce57927f3c317b812c4c799d45529cffc954d6619165b710d9632866898cd4d6fb3a043b949273ffffffffffffffffffffffffffffffffffffffff926118bb6118ad967fffffffffffffffffffffff0000000000000000000000000000000000000000ff74ffffffffffffffffffffffffffffffffffffffff006003549260081b16911617938460035589519788976080895260808901906119dc565b9087820360208901526119dc565b97850152606084015260081c16930390a2565b85513d5f823e3d90fd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b847fbe92a372000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b827fbe92a372000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b90506118d8576002813560f81c14155f6116b6565b7f3f011821000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5f9250600260ff823560f81c6114db565b7fd6109b18000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602080948051918291828752018686015e5f8582860101520116010190565b929192611a2b82611198565b91611a396040519384611039565b829481845281830111610902578281602093845f960137010152565b905180158015611ab8575b611a68575050565b611aa792506040519283927f13c17a5b0000000000000000000000000000000000000000000000000000000084526060600485015260648401906119dc565b906024830152604060448301520390fd5b5060408111611a6056fe60c060405234610360576110308038038061001981610364565b9283398101906060818303126103605780516001600160401b0381116103605782610045918301610389565b60208201519092906001600160401b03811161036057604091610069918401610389565b91015160ff811681036103605782516001600160401b03811161026657600354600181811c91168015610356575b602082101461024857601f81116102e8575b506020601f821160011461028557819293945f9261027a575b50508160011b915f199060031b1c1916176003555b81516001600160401b03811161026657600454600181811c9116801561025c575b602082101461024857601f81116101da575b50602092601f821160011461017957928192935f9261016e575b50508160011b915f199060031b1c1916176004555b60a05233608052604051610c5590816103db823960805181818160ea0152818161023f0152610609015260a0518161072c0152f35b015190505f80610124565b601f1982169360045f52805f20915f5b8681106101c257508360019596106101aa575b505050811b01600455610139565b01515f1960f88460031b161c191690555f808061019c565b91926020600181928685015181550194019201610189565b8181111561010a5760045f52601f820160051c7f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b60208410610240575b81601f9101920160051c03905f5b82811061023357505061010a565b5f82820155600101610225565b5f9150610217565b634e487b7160e01b5f52602260045260245ffd5b90607f16906100f8565b634e487b7160e01b5f52604160045260245ffd5b015190505f806100c2565b601f1982169060035f52805f20915f5b8181106102d0575095836001959697106102b8575b505050811b016003556100d7565b01515f1960f88460031b161c191690555f80806102aa565b9192602060018192868b015181550194019201610295565b818111156100a95760035f52601f820160051c7fc2575a0e9e593c00f959f8c92f12db2869c3395a3b0502d05e2516446f71f85b6020841061034e575b81601f9101920160051c03905f5b8281106103415750506100a9565b5f82820155600101610333565b5f9150610325565b90607f1690610097565b5f80fd5b6040519190601f01601f191682016001600160401b0381118382101761026657604052565b81601f82011215610360578051906001600160401b038211610266576103b8601f8301601f1916602001610364565b928284526020838301011161036057815f9260208093018386015e830101529056fe6080806040526004361015610012575f80fd5b5f3560e01c90816306fdde03146109cc57508063095ea7b31461091f57806318160ddd146108e457806323b872dd14610750578063313ce567146106f557806340c10f19146105b757806370a082311461055557806395d89b41146103625780639dc29fac146101ed578063a9059cbb1461019e578063dd62ed3e146101125763e78cea92146100a0575f80fd5b3461010e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b5f80fd5b3461010e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57610149610b45565b73ffffffffffffffffffffffffffffffffffffffff610166610b68565b91165f52600160205273ffffffffffffffffffffffffffffffffffffffff60405f2091165f52602052602060405f2054604051908152f35b3461010e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e576101e26101d8610b45565b6024359033610b8b565b602060405160018152f35b3461010e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57610224610b45565b6024359073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633036103365773ffffffffffffffffffffffffffffffffffffffff16801561030a57805f525f60205260405f20548281106102d8576020835f947fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef938587528684520360408620558060025403600255604051908152a3005b907fe450d38c000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b7f96c6fd1e000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b7ff91b419e000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b3461010e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e576040515f600454908160011c6001831692831561054b575b60208210841461051e5781855284939081156104be5750600114610444575b5003601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01681019067ffffffffffffffff8211818310176104175761041382918260405282610afd565b0390f35b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b60045f90815291507f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b5b8183106104a257505081016020017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06103c7565b602091935080600191548385880101520191019091839261046e565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660208581019190915291151560051b840190910191507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe090506103c7565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602260045260245ffd5b90607f16906103a8565b3461010e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e5773ffffffffffffffffffffffffffffffffffffffff6105a1610b45565b165f525f602052602060405f2054604051908152f35b3461010e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e576105ee610b45565b6024359073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633036103365773ffffffffffffffffffffffffffffffffffffffff169081156106c9576002549080820180921161069c5760207fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef915f9360025584845283825260408420818154019055604051908152a3005b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7fec442f05000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b3461010e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57602060405160ff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b3461010e5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57610787610b45565b61078f610b68565b6044359073ffffffffffffffffffffffffffffffffffffffff831692835f52600160205260405f2073ffffffffffffffffffffffffffffffffffffffff33165f5260205260405f20547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff811061080b575b506101e29350610b8b565b8381106108b0578415610884573315610858576101e2945f52600160205260405f2073ffffffffffffffffffffffffffffffffffffffff33165f526020528360405f209103905584610800565b7f94280d62000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b7fe602df05000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b83907ffb8f41b2000000000000000000000000000000000000000000000000000000005f523360045260245260445260645ffd5b3461010e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e576020600254604051908152f35b3461010e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e57610956610b45565b6024359033156108845773ffffffffffffffffffffffffffffffffffffffff1690811561085857335f52600160205260405f20825f526020528060405f20556040519081527f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b92560203392a3602060405160018152f35b3461010e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010e575f600354908160011c60018316928315610af3575b60208210841461051e5781855284939081156104be5750600114610a79575003601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01681019067ffffffffffffffff8211818310176104175761041382918260405282610afd565b60035f90815291507fc2575a0e9e593c00f959f8c92f12db2869c3395a3b0502d05e2516446f71f85b5b818310610ad757505081016020017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06103c7565b6020919350806001915483858801015201910190918392610aa3565b90607f1690610a0f565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602060409481855280519182918282880152018686015e5f8582860101520116010190565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361010e57565b6024359073ffffffffffffffffffffffffffffffffffffffff8216820361010e57565b73ffffffffffffffffffffffffffffffffffffffff1690811561030a5773ffffffffffffffffffffffffffffffffffffffff169182156106c957815f525f60205260405f2054818110610c2357817fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef92602092855f525f84520360405f2055845f525f825260405f20818154019055604051908152a3565b827fe450d38c000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd",
}

// RemoteBridge is an auto generated Go binding around an Ethereum contract.
type RemoteBridge struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RemoteBridge) GetABI() abi.ABI {
	return c.abi
}

// NewRemoteBridge creates a new instance of RemoteBridge.
func NewRemoteBridge() *RemoteBridge {
	parsed, err := RemoteBridgeMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RemoteBridge{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RemoteBridge) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address owner_, address outbox_, address inbox_, uint64 homeChain_) returns()
func (remoteBridge *RemoteBridge) PackConstructor(owner_ common.Address, outbox_ common.Address, inbox_ common.Address, homeChain_ uint64) []byte {
	enc, err := remoteBridge.abi.Pack("", owner_, outbox_, inbox_, homeChain_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackUNLOCKGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2b1146e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function UNLOCK_GAS() view returns(uint64)
func (remoteBridge *RemoteBridge) PackUNLOCKGAS() []byte {
	enc, err := remoteBridge.abi.Pack("UNLOCK_GAS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUNLOCKGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2b1146e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function UNLOCK_GAS() view returns(uint64)
func (remoteBridge *RemoteBridge) TryPackUNLOCKGAS() ([]byte, error) {
	return remoteBridge.abi.Pack("UNLOCK_GAS")
}

// UnpackUNLOCKGAS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc2b1146e.
//
// Solidity: function UNLOCK_GAS() view returns(uint64)
func (remoteBridge *RemoteBridge) UnpackUNLOCKGAS(data []byte) (uint64, error) {
	out, err := remoteBridge.abi.Unpack("UNLOCK_GAS", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackAcceptOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ba5097.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptOwnership() returns()
func (remoteBridge *RemoteBridge) PackAcceptOwnership() []byte {
	enc, err := remoteBridge.abi.Pack("acceptOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcceptOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ba5097.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acceptOwnership() returns()
func (remoteBridge *RemoteBridge) TryPackAcceptOwnership() ([]byte, error) {
	return remoteBridge.abi.Pack("acceptOwnership")
}

// PackBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9dc29fac.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function burn(address to, uint256 amount) payable returns(bytes32 id)
func (remoteBridge *RemoteBridge) PackBurn(to common.Address, amount *big.Int) []byte {
	enc, err := remoteBridge.abi.Pack("burn", to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9dc29fac.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function burn(address to, uint256 amount) payable returns(bytes32 id)
func (remoteBridge *RemoteBridge) TryPackBurn(to common.Address, amount *big.Int) ([]byte, error) {
	return remoteBridge.abi.Pack("burn", to, amount)
}

// UnpackBurn is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9dc29fac.
//
// Solidity: function burn(address to, uint256 amount) payable returns(bytes32 id)
func (remoteBridge *RemoteBridge) UnpackBurn(data []byte) ([32]byte, error) {
	out, err := remoteBridge.abi.Unpack("burn", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (remoteBridge *RemoteBridge) PackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) []byte {
	enc, err := remoteBridge.abi.Pack("handle", sourceChain, sender, id, payload)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (remoteBridge *RemoteBridge) TryPackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) ([]byte, error) {
	return remoteBridge.abi.Pack("handle", sourceChain, sender, id, payload)
}

// PackHomeChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7468a52b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function homeChain() view returns(uint64)
func (remoteBridge *RemoteBridge) PackHomeChain() []byte {
	enc, err := remoteBridge.abi.Pack("homeChain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHomeChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7468a52b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function homeChain() view returns(uint64)
func (remoteBridge *RemoteBridge) TryPackHomeChain() ([]byte, error) {
	return remoteBridge.abi.Pack("homeChain")
}

// UnpackHomeChain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7468a52b.
//
// Solidity: function homeChain() view returns(uint64)
func (remoteBridge *RemoteBridge) UnpackHomeChain(data []byte) (uint64, error) {
	out, err := remoteBridge.abi.Unpack("homeChain", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inbox() view returns(address)
func (remoteBridge *RemoteBridge) PackInbox() []byte {
	enc, err := remoteBridge.abi.Pack("inbox")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function inbox() view returns(address)
func (remoteBridge *RemoteBridge) TryPackInbox() ([]byte, error) {
	return remoteBridge.abi.Pack("inbox")
}

// UnpackInbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfb0e722b.
//
// Solidity: function inbox() view returns(address)
func (remoteBridge *RemoteBridge) UnpackInbox(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("inbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOutbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xce11e6ab.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function outbox() view returns(address)
func (remoteBridge *RemoteBridge) PackOutbox() []byte {
	enc, err := remoteBridge.abi.Pack("outbox")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOutbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xce11e6ab.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function outbox() view returns(address)
func (remoteBridge *RemoteBridge) TryPackOutbox() ([]byte, error) {
	return remoteBridge.abi.Pack("outbox")
}

// UnpackOutbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xce11e6ab.
//
// Solidity: function outbox() view returns(address)
func (remoteBridge *RemoteBridge) UnpackOutbox(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("outbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (remoteBridge *RemoteBridge) PackOwner() []byte {
	enc, err := remoteBridge.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (remoteBridge *RemoteBridge) TryPackOwner() ([]byte, error) {
	return remoteBridge.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (remoteBridge *RemoteBridge) UnpackOwner(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pause() returns()
func (remoteBridge *RemoteBridge) PackPause() []byte {
	enc, err := remoteBridge.abi.Pack("pause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause() returns()
func (remoteBridge *RemoteBridge) TryPackPause() ([]byte, error) {
	return remoteBridge.abi.Pack("pause")
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (remoteBridge *RemoteBridge) PackPaused() []byte {
	enc, err := remoteBridge.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (remoteBridge *RemoteBridge) TryPackPaused() ([]byte, error) {
	return remoteBridge.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (remoteBridge *RemoteBridge) UnpackPaused(data []byte) (bool, error) {
	out, err := remoteBridge.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (remoteBridge *RemoteBridge) PackPeers(chain uint64) []byte {
	enc, err := remoteBridge.abi.Pack("peers", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (remoteBridge *RemoteBridge) TryPackPeers(chain uint64) ([]byte, error) {
	return remoteBridge.abi.Pack("peers", chain)
}

// UnpackPeers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaf576c7a.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (remoteBridge *RemoteBridge) UnpackPeers(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("peers", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingOwner() view returns(address)
func (remoteBridge *RemoteBridge) PackPendingOwner() []byte {
	enc, err := remoteBridge.abi.Pack("pendingOwner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pendingOwner() view returns(address)
func (remoteBridge *RemoteBridge) TryPackPendingOwner() ([]byte, error) {
	return remoteBridge.abi.Pack("pendingOwner")
}

// UnpackPendingOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe30c3978.
//
// Solidity: function pendingOwner() view returns(address)
func (remoteBridge *RemoteBridge) UnpackPendingOwner(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("pendingOwner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPinPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcdc3236a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pinPeer(uint64 chain, address peer) returns()
func (remoteBridge *RemoteBridge) PackPinPeer(chain uint64, peer common.Address) []byte {
	enc, err := remoteBridge.abi.Pack("pinPeer", chain, peer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPinPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcdc3236a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pinPeer(uint64 chain, address peer) returns()
func (remoteBridge *RemoteBridge) TryPackPinPeer(chain uint64, peer common.Address) ([]byte, error) {
	return remoteBridge.abi.Pack("pinPeer", chain, peer)
}

// PackQuoteBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a68c465.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quoteBurn() view returns(uint256)
func (remoteBridge *RemoteBridge) PackQuoteBurn() []byte {
	enc, err := remoteBridge.abi.Pack("quoteBurn")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuoteBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a68c465.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quoteBurn() view returns(uint256)
func (remoteBridge *RemoteBridge) TryPackQuoteBurn() ([]byte, error) {
	return remoteBridge.abi.Pack("quoteBurn")
}

// UnpackQuoteBurn is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a68c465.
//
// Solidity: function quoteBurn() view returns(uint256)
func (remoteBridge *RemoteBridge) UnpackQuoteBurn(data []byte) (*big.Int, error) {
	out, err := remoteBridge.abi.Unpack("quoteBurn", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackQuoteToPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x820358e5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (remoteBridge *RemoteBridge) PackQuoteToPeer(chain uint64, gasLimit uint64, payloadLength *big.Int) []byte {
	enc, err := remoteBridge.abi.Pack("quoteToPeer", chain, gasLimit, payloadLength)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuoteToPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x820358e5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (remoteBridge *RemoteBridge) TryPackQuoteToPeer(chain uint64, gasLimit uint64, payloadLength *big.Int) ([]byte, error) {
	return remoteBridge.abi.Pack("quoteToPeer", chain, gasLimit, payloadLength)
}

// UnpackQuoteToPeer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x820358e5.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (remoteBridge *RemoteBridge) UnpackQuoteToPeer(data []byte) (*big.Int, error) {
	out, err := remoteBridge.abi.Unpack("quoteToPeer", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function renounceOwnership() returns()
func (remoteBridge *RemoteBridge) PackRenounceOwnership() []byte {
	enc, err := remoteBridge.abi.Pack("renounceOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function renounceOwnership() returns()
func (remoteBridge *RemoteBridge) TryPackRenounceOwnership() ([]byte, error) {
	return remoteBridge.abi.Pack("renounceOwnership")
}

// PackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function token() view returns(address)
func (remoteBridge *RemoteBridge) PackToken() []byte {
	enc, err := remoteBridge.abi.Pack("token")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function token() view returns(address)
func (remoteBridge *RemoteBridge) TryPackToken() ([]byte, error) {
	return remoteBridge.abi.Pack("token")
}

// UnpackToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc0c546a.
//
// Solidity: function token() view returns(address)
func (remoteBridge *RemoteBridge) UnpackToken(data []byte) (common.Address, error) {
	out, err := remoteBridge.abi.Unpack("token", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (remoteBridge *RemoteBridge) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := remoteBridge.abi.Pack("transferOwnership", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (remoteBridge *RemoteBridge) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return remoteBridge.abi.Pack("transferOwnership", newOwner)
}

// PackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unpause() returns()
func (remoteBridge *RemoteBridge) PackUnpause() []byte {
	enc, err := remoteBridge.abi.Pack("unpause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unpause() returns()
func (remoteBridge *RemoteBridge) TryPackUnpause() ([]byte, error) {
	return remoteBridge.abi.Pack("unpause")
}

// RemoteBridgeBurned represents a Burned event raised by the RemoteBridge contract.
type RemoteBridgeBurned struct {
	From   common.Address
	To     common.Address
	Amount *big.Int
	Id     [32]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeBurnedEventName = "Burned"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeBurned) ContractEventName() string {
	return RemoteBridgeBurnedEventName
}

// UnpackBurnedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Burned(address indexed from, address indexed to, uint256 amount, bytes32 id)
func (remoteBridge *RemoteBridge) UnpackBurnedEvent(log *types.Log) (*RemoteBridgeBurned, error) {
	event := "Burned"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeBurned)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgeMinted represents a Minted event raised by the RemoteBridge contract.
type RemoteBridgeMinted struct {
	To     common.Address
	Amount *big.Int
	Id     [32]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeMintedEventName = "Minted"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeMinted) ContractEventName() string {
	return RemoteBridgeMintedEventName
}

// UnpackMintedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Minted(address indexed to, uint256 amount, bytes32 id)
func (remoteBridge *RemoteBridge) UnpackMintedEvent(log *types.Log) (*RemoteBridgeMinted, error) {
	event := "Minted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeMinted)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgeOwnershipTransferStarted represents a OwnershipTransferStarted event raised by the RemoteBridge contract.
type RemoteBridgeOwnershipTransferStarted struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeOwnershipTransferStartedEventName = "OwnershipTransferStarted"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeOwnershipTransferStarted) ContractEventName() string {
	return RemoteBridgeOwnershipTransferStartedEventName
}

// UnpackOwnershipTransferStartedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)
func (remoteBridge *RemoteBridge) UnpackOwnershipTransferStartedEvent(log *types.Log) (*RemoteBridgeOwnershipTransferStarted, error) {
	event := "OwnershipTransferStarted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeOwnershipTransferStarted)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgeOwnershipTransferred represents a OwnershipTransferred event raised by the RemoteBridge contract.
type RemoteBridgeOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeOwnershipTransferred) ContractEventName() string {
	return RemoteBridgeOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (remoteBridge *RemoteBridge) UnpackOwnershipTransferredEvent(log *types.Log) (*RemoteBridgeOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgePaused represents a Paused event raised by the RemoteBridge contract.
type RemoteBridgePaused struct {
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const RemoteBridgePausedEventName = "Paused"

// ContractEventName returns the user-defined event name.
func (RemoteBridgePaused) ContractEventName() string {
	return RemoteBridgePausedEventName
}

// UnpackPausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Paused(address account)
func (remoteBridge *RemoteBridge) UnpackPausedEvent(log *types.Log) (*RemoteBridgePaused, error) {
	event := "Paused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgePaused)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgePeerPinned represents a PeerPinned event raised by the RemoteBridge contract.
type RemoteBridgePeerPinned struct {
	Chain uint64
	Peer  common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const RemoteBridgePeerPinnedEventName = "PeerPinned"

// ContractEventName returns the user-defined event name.
func (RemoteBridgePeerPinned) ContractEventName() string {
	return RemoteBridgePeerPinnedEventName
}

// UnpackPeerPinnedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PeerPinned(uint64 indexed chain, address indexed peer)
func (remoteBridge *RemoteBridge) UnpackPeerPinnedEvent(log *types.Log) (*RemoteBridgePeerPinned, error) {
	event := "PeerPinned"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgePeerPinned)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgeTokenMade represents a TokenMade event raised by the RemoteBridge contract.
type RemoteBridgeTokenMade struct {
	Token    common.Address
	Name     string
	Symbol   string
	Decimals uint8
	Id       [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeTokenMadeEventName = "TokenMade"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeTokenMade) ContractEventName() string {
	return RemoteBridgeTokenMadeEventName
}

// UnpackTokenMadeEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TokenMade(address indexed token, string name, string symbol, uint8 decimals, bytes32 id)
func (remoteBridge *RemoteBridge) UnpackTokenMadeEvent(log *types.Log) (*RemoteBridgeTokenMade, error) {
	event := "TokenMade"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeTokenMade)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RemoteBridgeUnpaused represents a Unpaused event raised by the RemoteBridge contract.
type RemoteBridgeUnpaused struct {
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const RemoteBridgeUnpausedEventName = "Unpaused"

// ContractEventName returns the user-defined event name.
func (RemoteBridgeUnpaused) ContractEventName() string {
	return RemoteBridgeUnpausedEventName
}

// UnpackUnpausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpaused(address account)
func (remoteBridge *RemoteBridge) UnpackUnpausedEvent(log *types.Log) (*RemoteBridgeUnpaused, error) {
	event := "Unpaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != remoteBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RemoteBridgeUnpaused)
	if len(log.Data) > 0 {
		if err := remoteBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range remoteBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (remoteBridge *RemoteBridge) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["AlreadyIntroduced"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackAlreadyIntroducedError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["AmountZero"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackAmountZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["BalanceTooLow"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackBalanceTooLowError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["EnforcedPause"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackEnforcedPauseError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["ExpectedPause"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackExpectedPauseError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["FeeAboveMaximum"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackFeeAboveMaximumError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["InboxWithoutCode"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackInboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["MessageMalformed"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackMessageMalformedError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["NotHome"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackNotHomeError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["NotInbox"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackNotInboxError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["NotIntroduced"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackNotIntroducedError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["NotPeer"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackNotPeerError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["OutboxWithoutCode"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackOutboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["PeerAlreadyPinned"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackPeerAlreadyPinnedError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["PeerOnThisChain"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackPeerOnThisChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["PeerUnknown"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackPeerUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["PeerZero"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackPeerZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["ReceiverUnusable"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackReceiverUnusableError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["RecipientZero"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackRecipientZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["RefundRefused"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackRefundRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], remoteBridge.abi.Errors["TextOutOfRange"].ID.Bytes()[:4]) {
		return remoteBridge.UnpackTextOutOfRangeError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RemoteBridgeAlreadyIntroduced represents a AlreadyIntroduced error raised by the RemoteBridge contract.
type RemoteBridgeAlreadyIntroduced struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyIntroduced(address token)
func RemoteBridgeAlreadyIntroducedErrorID() common.Hash {
	return common.HexToHash("0x3f011821fa0f83e6aeb99e282062436a065c3264517a7fc520431630ae6e16f7")
}

// UnpackAlreadyIntroducedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyIntroduced(address token)
func (remoteBridge *RemoteBridge) UnpackAlreadyIntroducedError(raw []byte) (*RemoteBridgeAlreadyIntroduced, error) {
	out := new(RemoteBridgeAlreadyIntroduced)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "AlreadyIntroduced", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeAmountZero represents a AmountZero error raised by the RemoteBridge contract.
type RemoteBridgeAmountZero struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AmountZero()
func RemoteBridgeAmountZeroErrorID() common.Hash {
	return common.HexToHash("0xcbca5aa2ad16a85304d7d97575ce258a35c5a7d8db613ec1cb75ff3d0071488f")
}

// UnpackAmountZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AmountZero()
func (remoteBridge *RemoteBridge) UnpackAmountZeroError(raw []byte) (*RemoteBridgeAmountZero, error) {
	out := new(RemoteBridgeAmountZero)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "AmountZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeBalanceTooLow represents a BalanceTooLow error raised by the RemoteBridge contract.
type RemoteBridgeBalanceTooLow struct {
	BalanceWei *big.Int
	FeeWei     *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BalanceTooLow(uint256 balanceWei, uint256 feeWei)
func RemoteBridgeBalanceTooLowErrorID() common.Hash {
	return common.HexToHash("0x367ed1bc3bead7c448d8b63c8483f88c084b9176b46112e43075446db2f56e81")
}

// UnpackBalanceTooLowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BalanceTooLow(uint256 balanceWei, uint256 feeWei)
func (remoteBridge *RemoteBridge) UnpackBalanceTooLowError(raw []byte) (*RemoteBridgeBalanceTooLow, error) {
	out := new(RemoteBridgeBalanceTooLow)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "BalanceTooLow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeEnforcedPause represents a EnforcedPause error raised by the RemoteBridge contract.
type RemoteBridgeEnforcedPause struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EnforcedPause()
func RemoteBridgeEnforcedPauseErrorID() common.Hash {
	return common.HexToHash("0xd93c0665d6c96d04a8f174024fc4ddd66c250604aff22bbec808de86dd3637e3")
}

// UnpackEnforcedPauseError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EnforcedPause()
func (remoteBridge *RemoteBridge) UnpackEnforcedPauseError(raw []byte) (*RemoteBridgeEnforcedPause, error) {
	out := new(RemoteBridgeEnforcedPause)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "EnforcedPause", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeExpectedPause represents a ExpectedPause error raised by the RemoteBridge contract.
type RemoteBridgeExpectedPause struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ExpectedPause()
func RemoteBridgeExpectedPauseErrorID() common.Hash {
	return common.HexToHash("0x8dfc202bcfe9a735b559bee70674422512bc5c30f687046ae8778315fb81da44")
}

// UnpackExpectedPauseError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ExpectedPause()
func (remoteBridge *RemoteBridge) UnpackExpectedPauseError(raw []byte) (*RemoteBridgeExpectedPause, error) {
	out := new(RemoteBridgeExpectedPause)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "ExpectedPause", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeFeeAboveMaximum represents a FeeAboveMaximum error raised by the RemoteBridge contract.
type RemoteBridgeFeeAboveMaximum struct {
	FeeWei     *big.Int
	MaximumWei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error FeeAboveMaximum(uint256 feeWei, uint256 maximumWei)
func RemoteBridgeFeeAboveMaximumErrorID() common.Hash {
	return common.HexToHash("0x38c7b9ea1e8cdb748bd83f4c7cfac9c53bdffa4c480f402d06515427e69eb862")
}

// UnpackFeeAboveMaximumError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error FeeAboveMaximum(uint256 feeWei, uint256 maximumWei)
func (remoteBridge *RemoteBridge) UnpackFeeAboveMaximumError(raw []byte) (*RemoteBridgeFeeAboveMaximum, error) {
	out := new(RemoteBridgeFeeAboveMaximum)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "FeeAboveMaximum", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeInboxWithoutCode represents a InboxWithoutCode error raised by the RemoteBridge contract.
type RemoteBridgeInboxWithoutCode struct {
	Inbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InboxWithoutCode(address inbox)
func RemoteBridgeInboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x8d073477ba439e542eee8b6d04ff37a488730c23e679a4edb417fec4954419ee")
}

// UnpackInboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InboxWithoutCode(address inbox)
func (remoteBridge *RemoteBridge) UnpackInboxWithoutCodeError(raw []byte) (*RemoteBridgeInboxWithoutCode, error) {
	out := new(RemoteBridgeInboxWithoutCode)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "InboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeMessageMalformed represents a MessageMalformed error raised by the RemoteBridge contract.
type RemoteBridgeMessageMalformed struct {
	Size *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MessageMalformed(uint256 size)
func RemoteBridgeMessageMalformedErrorID() common.Hash {
	return common.HexToHash("0xbe92a372f9d58c7cb14d47191c7ead5c0c80528d2e25e43530e7b221a9aef984")
}

// UnpackMessageMalformedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MessageMalformed(uint256 size)
func (remoteBridge *RemoteBridge) UnpackMessageMalformedError(raw []byte) (*RemoteBridgeMessageMalformed, error) {
	out := new(RemoteBridgeMessageMalformed)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "MessageMalformed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeNotHome represents a NotHome error raised by the RemoteBridge contract.
type RemoteBridgeNotHome struct {
	SourceChain uint64
	HomeChain   uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotHome(uint64 sourceChain, uint64 homeChain)
func RemoteBridgeNotHomeErrorID() common.Hash {
	return common.HexToHash("0xd6109b189be5b47440044a8f9bbe3a068c68377b0e4eda40e6c286134945b2da")
}

// UnpackNotHomeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotHome(uint64 sourceChain, uint64 homeChain)
func (remoteBridge *RemoteBridge) UnpackNotHomeError(raw []byte) (*RemoteBridgeNotHome, error) {
	out := new(RemoteBridgeNotHome)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "NotHome", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeNotInbox represents a NotInbox error raised by the RemoteBridge contract.
type RemoteBridgeNotInbox struct {
	Caller common.Address
	Inbox  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInbox(address caller, address inbox)
func RemoteBridgeNotInboxErrorID() common.Hash {
	return common.HexToHash("0xa55f28111b4078b7fcf193f5e80c5b0c6b6abfa46dcb8a705f154f61972bccb7")
}

// UnpackNotInboxError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInbox(address caller, address inbox)
func (remoteBridge *RemoteBridge) UnpackNotInboxError(raw []byte) (*RemoteBridgeNotInbox, error) {
	out := new(RemoteBridgeNotInbox)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "NotInbox", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeNotIntroduced represents a NotIntroduced error raised by the RemoteBridge contract.
type RemoteBridgeNotIntroduced struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotIntroduced()
func RemoteBridgeNotIntroducedErrorID() common.Hash {
	return common.HexToHash("0xfa47f6768b1b723ff934859f20cd623dda8a0bd2e6d026e1078b640b9260c6f0")
}

// UnpackNotIntroducedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotIntroduced()
func (remoteBridge *RemoteBridge) UnpackNotIntroducedError(raw []byte) (*RemoteBridgeNotIntroduced, error) {
	out := new(RemoteBridgeNotIntroduced)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "NotIntroduced", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeNotPeer represents a NotPeer error raised by the RemoteBridge contract.
type RemoteBridgeNotPeer struct {
	SourceChain uint64
	Sender      [32]byte
	Peer        common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotPeer(uint64 sourceChain, bytes32 sender, address peer)
func RemoteBridgeNotPeerErrorID() common.Hash {
	return common.HexToHash("0x092b68ba3d017d9cd250526afda2fe5ae4832403f3a4e8f96f2b50a7ac1874cf")
}

// UnpackNotPeerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotPeer(uint64 sourceChain, bytes32 sender, address peer)
func (remoteBridge *RemoteBridge) UnpackNotPeerError(raw []byte) (*RemoteBridgeNotPeer, error) {
	out := new(RemoteBridgeNotPeer)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "NotPeer", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeOutboxWithoutCode represents a OutboxWithoutCode error raised by the RemoteBridge contract.
type RemoteBridgeOutboxWithoutCode struct {
	Outbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OutboxWithoutCode(address outbox)
func RemoteBridgeOutboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0xf8da9dff0dbf7d8e55da228522d31040ace46a6bd0eb223034e4fccc50351823")
}

// UnpackOutboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OutboxWithoutCode(address outbox)
func (remoteBridge *RemoteBridge) UnpackOutboxWithoutCodeError(raw []byte) (*RemoteBridgeOutboxWithoutCode, error) {
	out := new(RemoteBridgeOutboxWithoutCode)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "OutboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the RemoteBridge contract.
type RemoteBridgeOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func RemoteBridgeOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (remoteBridge *RemoteBridge) UnpackOwnableInvalidOwnerError(raw []byte) (*RemoteBridgeOwnableInvalidOwner, error) {
	out := new(RemoteBridgeOwnableInvalidOwner)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the RemoteBridge contract.
type RemoteBridgeOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func RemoteBridgeOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (remoteBridge *RemoteBridge) UnpackOwnableUnauthorizedAccountError(raw []byte) (*RemoteBridgeOwnableUnauthorizedAccount, error) {
	out := new(RemoteBridgeOwnableUnauthorizedAccount)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgePeerAlreadyPinned represents a PeerAlreadyPinned error raised by the RemoteBridge contract.
type RemoteBridgePeerAlreadyPinned struct {
	Chain uint64
	Peer  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerAlreadyPinned(uint64 chain, address peer)
func RemoteBridgePeerAlreadyPinnedErrorID() common.Hash {
	return common.HexToHash("0x1cedcada90be060c8722a63d03e4239309e47f8c1c403aa231d744114286cb6d")
}

// UnpackPeerAlreadyPinnedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerAlreadyPinned(uint64 chain, address peer)
func (remoteBridge *RemoteBridge) UnpackPeerAlreadyPinnedError(raw []byte) (*RemoteBridgePeerAlreadyPinned, error) {
	out := new(RemoteBridgePeerAlreadyPinned)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "PeerAlreadyPinned", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgePeerOnThisChain represents a PeerOnThisChain error raised by the RemoteBridge contract.
type RemoteBridgePeerOnThisChain struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerOnThisChain(uint64 chain)
func RemoteBridgePeerOnThisChainErrorID() common.Hash {
	return common.HexToHash("0x6bdcbbd19e338889405b73c9484378eccb62dc47ad8b7aac39bfa4c27ed9ff7c")
}

// UnpackPeerOnThisChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerOnThisChain(uint64 chain)
func (remoteBridge *RemoteBridge) UnpackPeerOnThisChainError(raw []byte) (*RemoteBridgePeerOnThisChain, error) {
	out := new(RemoteBridgePeerOnThisChain)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "PeerOnThisChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgePeerUnknown represents a PeerUnknown error raised by the RemoteBridge contract.
type RemoteBridgePeerUnknown struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerUnknown(uint64 chain)
func RemoteBridgePeerUnknownErrorID() common.Hash {
	return common.HexToHash("0x252dbd33239db21baed331416eeda6f61f8b79a5fcd4c178c676c17f080aa19c")
}

// UnpackPeerUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerUnknown(uint64 chain)
func (remoteBridge *RemoteBridge) UnpackPeerUnknownError(raw []byte) (*RemoteBridgePeerUnknown, error) {
	out := new(RemoteBridgePeerUnknown)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "PeerUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgePeerZero represents a PeerZero error raised by the RemoteBridge contract.
type RemoteBridgePeerZero struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerZero(uint64 chain)
func RemoteBridgePeerZeroErrorID() common.Hash {
	return common.HexToHash("0x8193a7e62f58b27ff052c95a4791fd84ae2d9a085c583acea39baf0d2b41eb1a")
}

// UnpackPeerZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerZero(uint64 chain)
func (remoteBridge *RemoteBridge) UnpackPeerZeroError(raw []byte) (*RemoteBridgePeerZero, error) {
	out := new(RemoteBridgePeerZero)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "PeerZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeReceiverUnusable represents a ReceiverUnusable error raised by the RemoteBridge contract.
type RemoteBridgeReceiverUnusable struct {
	To common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReceiverUnusable(address to)
func RemoteBridgeReceiverUnusableErrorID() common.Hash {
	return common.HexToHash("0xfed41dd1fcee52bd0aae51e5233c9d693ec33aad4ecb242addd3f1560d6117ad")
}

// UnpackReceiverUnusableError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReceiverUnusable(address to)
func (remoteBridge *RemoteBridge) UnpackReceiverUnusableError(raw []byte) (*RemoteBridgeReceiverUnusable, error) {
	out := new(RemoteBridgeReceiverUnusable)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "ReceiverUnusable", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeRecipientZero represents a RecipientZero error raised by the RemoteBridge contract.
type RemoteBridgeRecipientZero struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RecipientZero()
func RemoteBridgeRecipientZeroErrorID() common.Hash {
	return common.HexToHash("0x3d9eb1dbb21c8b22e32a3040fd7a054e2dadb6d68deb395aad0fa2f18ab85c49")
}

// UnpackRecipientZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RecipientZero()
func (remoteBridge *RemoteBridge) UnpackRecipientZeroError(raw []byte) (*RemoteBridgeRecipientZero, error) {
	out := new(RemoteBridgeRecipientZero)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "RecipientZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeRefundRefused represents a RefundRefused error raised by the RemoteBridge contract.
type RemoteBridgeRefundRefused struct {
	To  common.Address
	Wei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RefundRefused(address to, uint256 wei_)
func RemoteBridgeRefundRefusedErrorID() common.Hash {
	return common.HexToHash("0x27f0c92895baca246e85bd8755abe4f7e49eee15ed26d963bd9158d9d0b21d03")
}

// UnpackRefundRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RefundRefused(address to, uint256 wei_)
func (remoteBridge *RemoteBridge) UnpackRefundRefusedError(raw []byte) (*RemoteBridgeRefundRefused, error) {
	out := new(RemoteBridgeRefundRefused)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "RefundRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RemoteBridgeTextOutOfRange represents a TextOutOfRange error raised by the RemoteBridge contract.
type RemoteBridgeTextOutOfRange struct {
	Field   string
	Size    *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TextOutOfRange(string field, uint256 size, uint256 maximum)
func RemoteBridgeTextOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0x13c17a5b2d54343a980ae858aac5f3cc5fa759ceae20ed0d5baecdcc7e13d096")
}

// UnpackTextOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TextOutOfRange(string field, uint256 size, uint256 maximum)
func (remoteBridge *RemoteBridge) UnpackTextOutOfRangeError(raw []byte) (*RemoteBridgeTextOutOfRange, error) {
	out := new(RemoteBridgeTextOutOfRange)
	if err := remoteBridge.abi.UnpackIntoInterface(out, "TextOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}
