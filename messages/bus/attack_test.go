package bus

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

func encode(t *testing.T, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	must(t, err)
	return body
}

func TestAttackStrangerConnects(t *testing.T) {
	b := newBench(t, 1).up()
	_, err := Dial(b.ctx(), Config{URL: b.server.URL(), Identity: newIdentity(t), Logger: quiet()})
	wantErr(t, err, ErrUnauthorized)
}

func TestAttackStrangerWithoutKeyConnects(t *testing.T) {
	b := newBench(t, 1).up()
	conn, err := nats.Connect(b.server.URL(), nats.Timeout(patience))
	if err == nil {
		conn.Close()
		t.Fatal("a client without a key was admitted")
	}
	if !strings.Contains(err.Error(), "Authorization") && !errors.Is(err, nats.ErrAuthorization) {
		t.Fatalf("error %v, want an authorization error", err)
	}
}

// TestAttackForbiddenSubjects is what one authorised member tries to publish.
// Every case is refused by the server; nothing here passes this package's own
// checks.
func TestAttackForbiddenSubjects(t *testing.T) {
	b := newBench(t, 2).up()
	asSigner := func(b *bench) Identity { return b.signers[0] }
	asRelayer := func(b *bench) Identity { return b.relayers["r1"] }
	durable := signerDurable(b.address(0))
	for _, attack := range []struct {
		name    string
		as      func(*bench) Identity
		subject string
		body    string
	}{
		{"signer writes another's approval", asSigner, approvalSubject(lane(1), b.address(1)), "x"},
		{"signer writes on a lane that is not listed", asSigner, approvalSubject(lane(99), b.address(0)), "x"},
		{"signer writes a request", asSigner, checkpointSubject(lane(1), "r1"), "x"},
		{"signer writes an event in nobody's name", asSigner, "catenary.v1.event." + lane(1).String() + ".r1", "x"},
		{"signer deletes the stream", asSigner, "$JS.API.STREAM.DELETE." + approvalStream, ""},
		{"signer purges the stream", asSigner, "$JS.API.STREAM.PURGE." + approvalStream, `{}`},
		{"signer deletes a message", asSigner, "$JS.API.STREAM.MSG.DELETE." + approvalStream, `{"seq":1}`},
		{"signer changes the stream", asSigner, "$JS.API.STREAM.UPDATE." + approvalStream, `{"name":"` + approvalStream + `","max_msgs":1}`},
		{"signer creates a stream", asSigner, "$JS.API.STREAM.CREATE.MINE", `{"name":"MINE","subjects":["mine"]}`},
		{"signer reads the stream's state", asSigner, "$JS.API.STREAM.INFO." + approvalStream, ""},
		{"signer creates a consumer on the approvals", asSigner, "$JS.API.CONSUMER.CREATE." + approvalStream + ".spy", `{"stream_name":"` + approvalStream + `","config":{"name":"spy"}}`},
		{"signer deletes its own consumer", asSigner, "$JS.API.CONSUMER.DELETE." + checkpointStream + "." + durable, ""},
		{"signer deletes another's consumer", asSigner, "$JS.API.CONSUMER.DELETE." + checkpointStream + "." + signerDurable(b.address(1)), ""},
		{"signer pauses another's consumer", asSigner, "$JS.API.CONSUMER.PAUSE." + checkpointStream + "." + signerDurable(b.address(1)), `{"pause_until":"2100-01-01T00:00:00Z"}`},
		{"signer takes another's requests", asSigner, pullNext + checkpointStream + "." + signerDurable(b.address(1)), "1"},
		{"signer acknowledges another's requests", asSigner, ackPrefix + checkpointStream + "." + signerDurable(b.address(1)) + ".1.1.1.1.1", "+ACK"},
		{"signer reads another's approval", asSigner, directGet + approvalStream + "." + approvalSubject(lane(1), b.address(1)), ""},
		{"signer reads all approvals", asSigner, directGet + approvalStream, `{"multi_last":["catenary.v1.approval.>"],"batch":9}`},
		{"signer asks the system account", asSigner, "$SYS.REQ.SERVER.PING", ""},
		{"signer publishes to another's inbox", asSigner, inboxPrefix(b.signers[1].Public()) + ".x", "x"},
		{"relayer writes in another relayer's name", asRelayer, checkpointSubject(lane(1), "r2"), "x"},
		{"relayer writes an approval", asRelayer, approvalSubject(lane(1), b.address(0)), "x"},
		{"relayer deletes the stream", asRelayer, "$JS.API.STREAM.DELETE." + checkpointStream, ""},
		{"relayer purges the approvals", asRelayer, "$JS.API.STREAM.PURGE." + approvalStream, `{}`},
		{"relayer takes a signer's requests", asRelayer, pullNext + checkpointStream + "." + durable, "1"},
		{"admin writes an approval", func(b *bench) Identity { return b.admin }, approvalSubject(lane(1), b.address(0)), "x"},
		{"admin deletes the stream", func(b *bench) Identity { return b.admin }, "$JS.API.STREAM.DELETE." + approvalStream, ""},
		{"admin purges the stream", func(b *bench) Identity { return b.admin }, "$JS.API.STREAM.PURGE." + approvalStream, `{}`},
	} {
		t.Run(attack.name, func(t *testing.T) {
			wantErr(t, raw(t, b.dial(attack.as(b)), attack.subject, []byte(attack.body), nil), ErrForbidden)
		})
	}
}

// TestAttackReadsAnothersReplies: replies go to inboxes, so who may subscribe to
// an inbox, or to everything, reads them.
func TestAttackReadsAnothersReplies(t *testing.T) {
	b := newBench(t, 2).up()
	spy := b.dial(b.signers[0])
	victim := b.signer(1)
	for _, subject := range []string{inboxPrefix(b.signers[1].Public()) + ".>", inboxPrefix(b.relayers["r1"].Public()) + ".>", "_INBOX.>", ">", "catenary.v1.>", "_R_.>", "$JS.>"} {
		subscription, err := spy.nc.SubscribeSync(subject)
		must(t, err)
		must(t, victim.PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))))
		if m, err := subscription.NextMsg(200 * time.Millisecond); err == nil {
			t.Errorf("subscription to %s reads %q on %s", subject, m.Data, m.Subject)
		}
	}
}

// TestAttackForgedReplySubjectEvicts: the server sends its reply wherever the
// request says. In one shared account these replies land on the victim's subject
// and push its approvals out.
func TestAttackForgedReplySubjectEvicts(t *testing.T) {
	b := newBench(t, 2).up()
	victim := b.signer(1)
	must(t, victim.PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))))
	target := approvalSubject(lane(1), b.address(1))
	request := checkpointSubject(lane(1), "r2")
	for name, identity := range map[string]Identity{"signer": b.signers[0], "relayer": b.relayers["r1"]} {
		attacker := b.dial(identity)
		own := approvalSubject(lane(1), b.address(0))
		subjects := []string{own, directGet + approvalStream + "." + own, pullNext + checkpointStream + "." + signerDurable(b.address(0))}
		if name == "relayer" {
			subjects = []string{checkpointSubject(lane(1), "r1"), directGet + approvalStream, pullNext + approvalStream + "." + relayerDurable("r1")}
		}
		for range MessagesPerSubject + 4 {
			for _, subject := range subjects {
				must(t, attacker.nc.PublishRequest(subject, target, []byte(`{"batch":4,"multi_last":["catenary.v1.approval.>"]}`)))
				must(t, attacker.nc.PublishRequest(subject, request, []byte(`{"batch":4,"no_wait":true}`)))
			}
		}
		// It is acknowledged behind all of these.
		must(t, raw(t, attacker, subjects[0], []byte("x"), nil))
	}
	time.Sleep(300 * time.Millisecond) // for replies to what is not stored
	if n := b.stored(approvalStream, target); n != 1 {
		t.Errorf("victim's subject holds %d messages, want the one it wrote", n)
	}
	if n := b.stored(checkpointStream, request); n != 0 {
		t.Errorf("another relayer's subject holds %d forged messages", n)
	}
	if n := b.stored(approvalStream, approvalSubject(lane(1), b.address(0))); n != MessagesPerSubject {
		t.Errorf("attacker's own subject holds %d messages: the attack did not run", n)
	}
}

// TestAttackFloodEvictsNobody: a member fills all it may write to.
func TestAttackFloodEvictsNobody(t *testing.T) {
	b := newBench(t, 2).up()
	must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))))
	attacker := b.dial(b.signers[0])
	junk := make([]byte, 7<<10)
	for i := range 4 * MessagesPerSubject {
		for _, id := range b.lanes {
			junk[0] = byte(i)
			must(t, attacker.nc.Publish(approvalSubject(id, b.address(0)), junk))
		}
	}
	// Stored behind all of these, and acknowledged after that.
	must(t, raw(t, attacker, approvalSubject(lane(2), b.address(0)), junk, nil))
	if n := b.stored(approvalStream, approvalSubject(lane(2), b.address(0))); n != MessagesPerSubject {
		t.Errorf("the attacker's subject holds %d messages, want its quota %d", n, MessagesPerSubject)
	}
	if n := b.stored(approvalStream, approvalSubject(lane(1), b.address(1))); n != 1 {
		t.Errorf("the victim's subject holds %d messages, want 1", n)
	}
}

// TestAttackPredictedMessageID: deduplication is per stream, so a member that
// knows another's next id could use it up.
func TestAttackPredictedMessageID(t *testing.T) {
	b := newBench(t, 2).up()
	victim := b.signer(1)
	answer := b.refuse(1, b.request(lane(1), 1, 1), messages.ReasonHeld) // predictable to the byte
	body := encode(t, answer)
	subject := approvalSubject(lane(1), b.address(1))
	attacker := b.dial(b.signers[0])
	id := b.signers[0].messageID(subject, body)
	must(t, raw(t, attacker, approvalSubject(lane(1), b.address(0)), []byte("x"), nats.Header{nats.MsgIdHdr: {id}}))
	must(t, victim.PublishAnswer(b.ctx(), answer))
	if n := b.stored(approvalStream, subject); n != 1 {
		t.Fatalf("victim's answer was swallowed: %d messages", n)
	}
	if id == b.signers[1].messageID(subject, body) {
		t.Fatal("two identities derive one id")
	}
}

func TestAttackHeadersThatCommandTheStream(t *testing.T) {
	b := newBench(t, 2).up()
	victim := approvalSubject(lane(1), b.address(1))
	must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))))
	attacker := b.dial(b.signers[0])
	for name, value := range map[string]string{"Nats-Rollup": "all", "Nats-TTL": "1s"} {
		if err := raw(t, attacker, approvalSubject(lane(1), b.address(0)), []byte("x"), nats.Header{name: {value}}); err == nil {
			t.Errorf("header %s: %s is accepted", name, value)
		}
	}
	if n := b.stored(approvalStream, victim); n != 1 {
		t.Fatalf("victim's approval is gone: %d messages", n)
	}
}

func TestAttackOversized(t *testing.T) {
	b := newBench(t, 1).up()
	if err := raw(t, b.dial(b.signers[0]), approvalSubject(lane(1), b.address(0)), make([]byte, MaxMessageSize+1), nil); err == nil {
		t.Fatal("the server stores a message above the limit")
	}
	conn := b.dial(b.signers[0])
	err := conn.publish(b.ctx(), approvalStream, &nats.Msg{Subject: approvalSubject(lane(1), b.address(0)), Data: make([]byte, MaxMessageSize)})
	wantErr(t, err, ErrTooLarge)
}

// TestAttackAnswersThatLie: what a malicious signer may write on its own subject,
// and a relayer has to drop.
func TestAttackAnswersThatLie(t *testing.T) {
	b := newBench(t, 2).up()
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	attacker := b.dial(b.signers[0])
	// Who begins reads the newest answer of each signer, and is told of each that comes after: the second of these has come
	// that way, and so does whatever follows.
	for nonce := uint64(7); nonce <= 8; nonce++ {
		must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), nonce, 1))))
		await(t, answers, nonceIs(nonce))
	}
	own := approvalSubject(lane(1), b.address(0))
	lies := map[string][]byte{
		"another's approval":               encode(t, b.approve(1, b.request(lane(1), 1, 1))),
		"a refusal in another's name":      encode(t, b.refuse(1, b.request(lane(1), 1, 1), messages.ReasonStopped)),
		"an approval for another lane":     encode(t, b.approve(0, b.request(lane(2), 1, 1))),
		"no JSON":                          []byte("{"),
		"both approval and refusal":        []byte(strings.Replace(string(encode(t, b.approve(0, b.request(lane(1), 1, 1)))), "}}", `},"refusal":{}}`, 1)),
		"JSON of another form":             append([]byte(" "), []byte(`{"attempt":1, "attempt":2}`)...),
		"a reason that is not one":         []byte(strings.Replace(string(encode(t, b.refuse(0, b.request(lane(1), 1, 1), messages.ReasonHeld))), `"held"`, `"because"`, 1)),
		"nothing":                          nil,
		"a request where an answer is due": encode(t, b.request(lane(1), 1, 1)),
	}
	// One by one: answers of two signers are taken side by side.
	count := uint64(0)
	for name, body := range lies {
		if err := raw(t, attacker, own, body, nil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		count++
		for begun := time.Now(); relayer.Dropped() < count; time.Sleep(time.Millisecond) {
			if time.Since(begun) > patience {
				t.Fatalf("%s: %d answers dropped, want %d", name, relayer.Dropped(), count)
			}
		}
	}
	must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 9, 1))))
	for last := uint64(8); last != 9; {
		answer := await(t, answers, func(messages.Answer) bool { return true })
		if last = answer.Checkpoint().Nonce; answer.Signer() != b.address(1) || last < 7 {
			t.Fatalf("a lie was handed on: %+v", answer)
		}
	}
	if n := relayer.Dropped(); n != uint64(len(lies)) {
		t.Fatalf("%d answers dropped, want %d", n, len(lies))
	}
}

func TestAttackRequestsThatLie(t *testing.T) {
	b := newBench(t, 1).up()
	signer := b.signer(0)
	served := make(chan messages.Request, 10)
	b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			served <- request
			return b.approve(0, request), nil
		})
	})
	attacker := b.dial(b.relayers["r2"])
	lies := [][]byte{encode(t, b.request(lane(2), 1, 1)), []byte("{"), nil, encode(t, b.approve(0, b.request(lane(1), 1, 1)))}
	for _, body := range lies {
		must(t, raw(t, attacker, checkpointSubject(lane(1), "r2"), body, nil))
	}
	must(t, b.relayer("r1").PublishRequest(b.ctx(), b.request(lane(1), 7, 1)))
	if request := <-served; request.Checkpoint.Nonce != 7 {
		t.Fatalf("a lie was served: %+v", request)
	}
	if n := signer.Dropped(); n != uint64(len(lies)) {
		t.Fatalf("%d requests dropped, want %d", n, len(lies))
	}
}

// TestAttackEmptyMessagesCutNobodyOff: the server takes an empty message for the
// end of a streamed reply. Whoever reads in batches across accounts stops hearing
// anything behind it, until it asks again after seconds. That would be so each time; a
// busy machine is slow now and then.
func TestAttackEmptyMessagesCutNobodyOff(t *testing.T) {
	b := newBench(t, 2).up()
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	b.serve(1)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	await(t, answers, nonceIs(1))
	asRelayer, asSigner := b.dial(b.relayers["r2"]), b.dial(b.signers[0])
	var took []time.Duration
	for nonce := uint64(2); nonce < 12; nonce++ {
		began := time.Now()
		for range 3 {
			must(t, raw(t, asRelayer, checkpointSubject(lane(1), "r2"), nil, nil))
			must(t, raw(t, asSigner, approvalSubject(lane(1), b.address(0)), nil, nil))
		}
		must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), nonce, 1)))
		await(t, answers, nonceIs(nonce))
		took = append(took, time.Since(began))
	}
	if slices.Sort(took); took[len(took)/2] > ackWait/2 {
		t.Fatalf("requests among empty messages took %v: something was cut off and came again", took)
	}
}

// TestAttackHeadersThatPoseAsTheServers: statuses and the stored subject reach a
// reader as headers, and headers are the writer's to choose.
func TestAttackHeadersThatPoseAsTheServers(t *testing.T) {
	b := newBench(t, 2).up()
	victim := approvalSubject(lane(1), b.address(1))
	own := approvalSubject(lane(1), b.address(0))
	for name, header := range map[string]nats.Header{
		"end of batch":     {headerStatus: {statusEnd}},
		"expired":          {headerStatus: {statusTimeout}},
		"not found":        {headerStatus: {statusNotFound}},
		"server error":     {headerStatus: {"503"}, headerDescription: {"x"}},
		"another's answer": {headerSubject: {victim}},
		"a sequence":       {headerSequence: {"1"}, headerStatus: {statusEnd}},
	} {
		t.Run(name, func(t *testing.T) {
			// A refusal in the victim's name, on the attacker's own subject.
			lie := encode(t, b.refuse(1, b.request(lane(1), 66, 1), messages.ReasonStopped))
			must(t, raw(t, b.dial(b.signers[0]), own, lie, header))
			must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 5, 1))))
			relayer := b.relayer("r1")
			found, err := relayer.LastAnswers(b.ctx(), lane(1))
			must(t, err)
			if len(found) != 1 || found[0].Approval == nil {
				t.Fatalf("found %+v, want the victim's approval alone", found)
			}
			answers, stop := b.collect(relayer)
			defer stop()
			if answer := await(t, answers, func(messages.Answer) bool { return true }); answer.Approval == nil {
				t.Fatalf("handed on %+v", answer)
			}
			must(t, raw(t, b.dial(b.relayers["r2"]), checkpointSubject(lane(1), "r2"), encode(t, b.request(lane(1), 5, 1)), header))
			if claims, err := b.signer(1).Claims(b.ctx(), lane(1)); err != nil || len(claims) != 1 {
				t.Fatalf("claims %v, error %v", claims, err)
			}
		})
	}
	served := make(chan struct{}, 100)
	signer := b.signer(0)
	b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			served <- struct{}{}
			return b.approve(0, request), nil
		})
	})
	for range 6 { // every request, whatever its headers, is served
		select {
		case <-served:
		case <-time.After(patience):
			t.Fatal("a request with chosen headers is never served")
		}
	}
}

func TestSignerNeverWritesInAnothersName(t *testing.T) {
	b := newBench(t, 2).up()
	wantErr(t, b.signer(0).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))), ErrSubject)
	// Where the connection's identity is another's, the server refuses.
	impostor, err := NewSigner(b.dial(b.signers[0]), b.address(1))
	must(t, err)
	wantErr(t, impostor.PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 1, 1))), ErrForbidden)
	_, err = impostor.Claims(b.ctx(), lane(1))
	wantErr(t, err, ErrForbidden)
	wantErr(t, impostor.Requests(b.ctx(), nil), ErrForbidden)
}

func TestClaimsOutliveRefusals(t *testing.T) {
	b := newBench(t, 1).up()
	signer := b.signer(0)
	if claims, err := signer.Claims(b.ctx(), lane(1)); err != nil || len(claims) != 0 {
		t.Fatalf("claims of a new signer: %v, %v", claims, err)
	}
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 40, 1))))
	// The attack: make the signer answer until its highest approval is pushed out.
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 3, 1))))
	for attempt := uint64(1); attempt <= MessagesPerSubject+2; attempt++ {
		must(t, signer.PublishAnswer(b.ctx(), b.refuse(0, b.request(lane(1), 90, attempt), messages.ReasonNotFinal)))
	}
	for range 2 { // the second restart sees what the first carried on
		restarted := b.signer(0)
		claims, err := restarted.Claims(b.ctx(), lane(1))
		must(t, err)
		if len(claims) != 1 || claims[0].Checkpoint.Nonce != 40 {
			t.Fatalf("claims %v, want the approval of nonce 40", claims)
		}
		must(t, restarted.PublishAnswer(b.ctx(), b.refuse(0, b.request(lane(1), 91, MessagesPerSubject), messages.ReasonNotFinal)))
	}
}

// TestAttackForgedClaims: a hostile server shows a signer approvals that it never
// gave.
func TestAttackForgedClaims(t *testing.T) {
	b := newBench(t, 2).up()
	foreign, err := b.approve(1, b.request(lane(1), 77, 1)).Approval.MarshalBinary()
	must(t, err)
	otherLane, err := b.approve(0, b.request(lane(2), 77, 1)).Approval.MarshalBinary()
	must(t, err)
	forged := b.approve(0, b.request(lane(1), 77, 1)).Approval
	forged.Signature[3] ^= 1
	broken, err := forged.MarshalBinary()
	must(t, err)
	header := nats.Header{}
	for _, value := range [][]byte{foreign, otherLane, broken, []byte("x")} {
		header.Add(claimHeader, base64.StdEncoding.EncodeToString(value))
	}
	must(t, raw(t, b.dial(b.signers[0]), approvalSubject(lane(1), b.address(0)), []byte("{}"), header))
	claims, err := b.signer(0).Claims(b.ctx(), lane(1))
	must(t, err)
	if len(claims) != 0 {
		t.Fatalf("forged claims are believed: %v", claims)
	}
}

func TestAttackTwoServersOneDirectory(t *testing.T) {
	b := newBench(t, 1).up()
	second, err := NewServer(ServerConfig{Listen: ListenConfig{Dir: b.dir}, Members: b.members(), Logger: quiet()})
	must(t, err)
	wantErr(t, second.Run(b.within(5*time.Second)), ErrLocked)
}

func TestServerReportsTakenPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	b := newBench(t, 1)
	server, err := NewServer(ServerConfig{Listen: ListenConfig{Dir: b.dir, Port: taken.Addr().(*net.TCPAddr).Port}, Members: b.members(), Logger: quiet()})
	must(t, err)
	if err := server.Run(b.ctx()); err == nil {
		t.Fatal("a server whose port is taken reports nothing")
	}
}
