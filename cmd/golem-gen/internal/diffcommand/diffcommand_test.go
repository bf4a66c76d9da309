package diffcommand

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

const folder = "../../../../testdata/diff/"

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(folder + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// server plays a server that has the two versions of the shop.
func server(t *testing.T, asked *[]string) func(context.Context, string, string, *uint64) ([]byte, error) {
	return func(_ context.Context, server, component string, version *uint64) ([]byte, error) {
		*asked = append(*asked, server+" "+component)
		switch {
		case version == nil || *version == 1:
			return read(t, "shop-v1.json"), nil
		case *version == 0:
			return read(t, "shop-v0.json"), nil
		default:
			return nil, errors.New("http://x: component shop has no version 7")
		}
	}
}

func run2(t *testing.T, env Env, args ...string) (int, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env.Stdout, env.Stderr, env.Stdin = &stdout, &stderr, strings.NewReader("")
	env.Getenv = func(string) string { return "" }
	code := Run(context.Background(), env, args)
	return code, stdout.String(), stderr.String()
}

func TestServer(t *testing.T) {
	var asked []string
	env := Env{Fetch: server(t, &asked)}
	for _, test := range []struct {
		args string
		code int
		want string
	}{
		{"0 1", 1, "version 0 (http://x) → version 1 (http://x)"},
		{"0", 1, "version 0 (http://x) → version 1 (http://x)"},
		{"1 latest", 0, "version 1 (http://x) and version 1 (http://x) have the same interface"},
		{folder + "shop-v0.json latest", 1, "version 0"},
	} {
		code, stdout, stderr := run2(t, env, append([]string{"--server", "http://x", "--component", "shop"}, strings.Fields(test.args)...)...)
		if code != test.code || !strings.Contains(strings.ReplaceAll(stdout, "\n", " "), test.want) || stderr != "" {
			t.Errorf("%s: exit code %d, %s%s", test.args, code, stdout, stderr)
		}
	}
	for _, a := range asked {
		if a != "http://x shop" {
			t.Errorf("asked for %s", a)
		}
	}
	code, stdout, stderr := run2(t, env, "--server", "http://x", "--component", "shop", "7")
	if code != 2 || stdout != "" || stderr != "http://x: component shop has no version 7\n" {
		t.Errorf("exit code %d, %s%s", code, stdout, stderr)
	}
}

func TestPinnedAgainstLatest(t *testing.T) {
	var asked []string
	var named []string
	env := Env{Fetch: server(t, &asked), Pinned: func(names []string) ([]Pinned, error) {
		named = names
		return []Pinned{
			{folder + "shop-v0.json", "http://x", "shop"},
			{folder + "shop-v1.json", "http://y", "other"},
		}, nil
	}}
	code, stdout, stderr := run2(t, env, "--format", "github", "shop")
	if code != 1 || stderr != "" || !strings.Contains(stdout, "::error file="+folder+"shop-v0.json,line=") {
		t.Errorf("exit code %d, %s%s", code, stdout, stderr)
	}
	if strings.Join(asked, ", ") != "http://x shop, http://y other" || strings.Join(named, ", ") != "shop" {
		t.Errorf("asked %s for %s", asked, named)
	}
	code, stdout, _ = run2(t, env)
	if code != 1 || !strings.HasSuffix(stdout, "\n(http://y) have the same interface\n") {
		t.Errorf("exit code %d, %s", code, stdout)
	}
	if code, _, stderr := run2(t, Env{}); code != 2 || !strings.Contains(stderr, "there is no configuration") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}
