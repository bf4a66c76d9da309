package golemtest

import (
	"net/http"
	"strings"
	"testing"
)

// TestDeployedByUploads uploads a component twice to a server of 1.4, which deploys each upload.
func TestDeployedByUploads(t *testing.T) {
	s := NewServer(t, Quiet(), Version("1.4.2"))
	get := func(path string) string { return request(t, s, http.MethodGet, path, "", LocalToken) }
	wantParts(t, "nothing uploaded", get("/v1/envs"), `"currentDeployment":null`)
	s.AddComponent(shopDocument(t))
	s.AddComponent(newerShop(t))
	wantParts(t, "two uploads", get("/v1/envs/"+deployedEnvironmentID()), `"deploymentRevision":1`, `"revision":1}`)
	for query, found := range map[string]bool{
		"": true, "?app_name=app&env_name=local&account_email=initial@user": true, "?app_name=other": false, "?env_name=other": false, "?account_email=other": false,
	} {
		if text := get("/v1/envs" + query); strings.Contains(text, `{"values":[]}`) == found {
			t.Errorf("%s: %s", query, text)
		}
	}
}
