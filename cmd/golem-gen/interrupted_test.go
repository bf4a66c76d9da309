package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// TestInterruptedFetch checks that Ctrl-C ends a fetch from a silent server with the exit code of
// an interrupted command, and that nothing is written.
func TestInterruptedFetch(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("os.Process.Signal does not send interrupts on Windows")
	}
	asked := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	p := newKilledProject(t)
	p.write("golem-gen.yaml", "server: {url: '"+server.URL+"'}\ncomponents:\n  - {package: shop, name: shop-a}\n")
	before := p.files()
	fetch := exec.CommandContext(t.Context(), p.binary, "fetch")
	fetch.Dir = p.dir
	var stderr bytes.Buffer
	fetch.Stderr = &stderr
	if err := fetch.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := fetch.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = fetch.Wait()
	want := server.URL + "/v1/components?component-name=shop-a: interrupted\n"
	if code := fetch.ProcessState.ExitCode(); code != 130 || !strings.HasSuffix(stderr.String(), want) {
		t.Errorf("exit code %d, standard error %q", code, stderr.String())
	}
	if after := p.files(); len(after) != len(before) {
		t.Errorf("left %v", after)
	}
}
