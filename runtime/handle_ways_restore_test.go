package runtime_test

import (
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func restoreDropped(t *testing.T, _ *stockServer, c *runtime.Client) {
	text := func() string {
		l := must(newShop(c, "w").open(ctx, "Paris"))(t)
		check(t, "drop", l.drop(ctx), nil)
		return l.handle.String()
	}()
	for range 3 {
		goruntime.GC()
	}
	h := must(newShop(c, "w").target.RestoreHandle(text, &ledgerResource))(t)
	want(t, "drop", dropHandle(ctx, h), runtime.HandleDropped)
}

func restoreDeleted(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	text := must(s.open(ctx, "Paris"))(t).handle.String()
	check(t, "delete", s.worker.Delete(ctx), nil)
	_, err := s.target.RestoreHandle(text, &ledgerResource)
	want(t, "restore", err, runtime.HandleFormerWorker)
}

func restoreOther(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	text := must(s.open(ctx, "Paris"))(t).handle.String()
	for range 3 {
		goruntime.GC()
	}
	_, err := s.target.RestoreHandle(text, &otherResource)
	want(t, "restore", err, runtime.HandleOtherResource)
	h := must(s.target.RestoreHandle(text, &ledgerResource))(t)
	check(t, "drop", dropHandle(ctx, h), nil)
}

func restoreOtherFirst(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	must(s.move(ctx, 1, 2))(t)
	shelf := must(s.target.RestoreHandle("urn:worker:"+shopComponent.ID+"/w/0", &otherResource))(t)
	must(s.open(ctx, "Paris"))(t)
	_, err := await(ctx, shelf.Target().Begin(&fnShelf, nil), wire.DecodeString)
	want(t, "use", err, runtime.HandleOtherResource)
}

func restoreSpelled(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	l := must(s.open(ctx, "Paris"))(t)
	text := strings.Replace(l.handle.String(), shopComponent.ID, strings.ToUpper(shopComponent.ID), 1)
	text = text[:strings.LastIndex(text, "/")] + "/00"
	h := must(s.target.RestoreHandle(text, &ledgerResource))(t)
	check(t, "restored", h.String(), l.handle.String())
	check(t, "drop", dropHandle(ctx, h), nil)
}

// TestHandleOfEscapedName passes handles between two workers. The name of one is the
// escaped name of the other. Servers before 1.2, which have no such names, escape names in
// handles.
func TestHandleOfEscapedName(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	client := dialDefault(t, server.URL, runtime.WithoutRetry())
	for plain, escaped := range map[string]string{"a@b": "a%40b", "\u00e9": "%C3%A9"} {
		text := must(newShop(client, escaped).open(ctx, "Paris"))(t).handle.String()
		_, err := newShop(client, plain).target.RestoreHandle(text, &ledgerResource)
		want(t, "restore", err, runtime.HandleOtherWorker)
	}
	old := dialDefault(t, serveStock(t, golemtest.Version("1.1.0")).URL)
	l := must(newShop(old, "\u00e9").open(ctx, "Paris"))(t)
	check(t, "text", l.handle.String(), "urn:worker:"+shopComponent.ID+"/%C3%A9/0")
	h := must(newShop(old, "\u00e9").target.RestoreHandle(l.handle.String(), &ledgerResource))(t)
	check(t, "drop", dropHandle(ctx, h), nil)
}
