package command

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestMismatch checks how entries differ from the documents that are pinned for them.
func TestMismatch(t *testing.T) {
	zero, twelve := uint64(0), uint64(12)
	const id = "5c89c92c-6e6a-5715-882b-637cd873451d"
	shop := component{&metadata.Component{ID: id, Name: "shop", Version: 12}}
	bank := agents{&metadata.Deployment{Application: "bank", Environment: "prod", Account: "Me@example.com", Revision: 12, HasRevision: true, Chosen: []string{"Account", "Helper"}}}
	page := agents{&metadata.Deployment{Application: "bank", Environment: "prod"}}
	for _, test := range []struct {
		pinned subject
		entry  config.Source
		want   [3]string
	}{
		{shop, &config.Component{Name: "shop", Version: &twelve}, [3]string{}},
		{shop, &config.Component{ID: "5C89C92C-6E6A-5715-882B-637CD873451D"}, [3]string{}},
		{shop, &config.Component{ID: "1" + id[1:]}, [3]string{"id", "component 1" + id[1:], id}},
		{shop, &config.Component{Name: "stock"}, [3]string{"name", `component "stock"`, `"shop"`}},
		{shop, &config.Component{Name: "shop", Version: &zero}, [3]string{"version", "version 0", "12"}},
		{bank, &config.Agents{Application: "bank", Environment: "prod", Account: "me@EXAMPLE.com", Deployment: &twelve, Types: []string{"Helper", "Account"}}, [3]string{}},
		{bank, &config.Agents{Application: "shop", Environment: "prod"}, [3]string{"application", `application "shop"`, `"bank"`}},
		{bank, &config.Agents{Application: "bank", Environment: "test"}, [3]string{"environment", `environment "test"`, `"prod"`}},
		{bank, &config.Agents{Application: "bank", Environment: "prod", Account: "you@example.com"}, [3]string{"account", `account "you@example.com"`, `"Me@example.com"`}},
		{bank, &config.Agents{Application: "bank", Environment: "prod", Deployment: &zero}, [3]string{"deployment", "deployment 0", "12"}},
		{bank, &config.Agents{Application: "bank", Environment: "prod", Types: []string{"Helper"}}, [3]string{"types", "agent types Helper", "agent types Account, Helper"}},
		{bank, &config.Agents{Application: "bank", Environment: "prod"}, [3]string{"types", "all agent types", "agent types Account, Helper"}},
		{page, &config.Agents{Application: "bank", Environment: "prod"}, [3]string{}},
		{page, &config.Agents{Application: "bank", Environment: "prod", Deployment: &zero}, [3]string{"deployment", "deployment 0", "none"}},
	} {
		var got [3]string
		got[0], got[1], got[2] = test.pinned.mismatch(test.entry)
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%+v (-want +got):\n%s", test.entry, d)
		}
	}
}
