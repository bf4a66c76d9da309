package command

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/metadata"
)

// text returns the text of the configuration.
func (f *initFlags) text(dir string) ([]byte, error) {
	if err := f.valid(); err != nil {
		return nil, err
	}
	var b strings.Builder
	if f.schema {
		b.WriteString("# yaml-language-server: $schema=" + config.SchemaName + "\n\n")
	}
	fmt.Fprintf(&b, initHead, config.Scalar(f.server))
	if f.tokenEnv == "" {
		b.WriteString("  # token-env: GOLEM_TOKEN          # environment variable with the token, if the server needs one\n")
	} else {
		fmt.Fprintf(&b, "  token-env: %s\n", config.Scalar(f.tokenEnv))
	}
	if err := f.entries(&b, dir); err != nil {
		return nil, err
	}
	text := []byte(b.String())
	var invalid *config.Error
	if _, err := config.Parse(config.Name, text); errors.As(err, &invalid) && len(f.sources()) > 0 {
		var texts []string // without the places in a file that is not there
		for _, p := range invalid.Problems {
			texts = append(texts, p.What+": "+p.Fix)
		}
		return nil, misuse("%s", strings.Join(texts, "; "))
	}
	return text, nil
}

// entries writes the lists of agents and components, and comments about their other keys.
func (f *initFlags) entries(b *strings.Builder, dir string) error {
	var packages []string
	for i, source := range f.sources() {
		pkg := packageFor(source)
		if i < len(f.packages) {
			pkg = f.packages[i]
		}
		if pkg == "" {
			return misuse("cannot derive a package name from %q: give --package", source)
		}
		if slices.Contains(packages, pkg) {
			return misuse("the package %q would be generated twice: give --package for each component and application", pkg)
		}
		packages = append(packages, pkg)
	}
	none := len(packages) == 0
	if n := len(f.components); f.application != "" || none {
		b.WriteString("\nagents:\n")
		if none {
			b.WriteString(agentsItem("bank", "bank", "local", "", "# "))
		} else {
			b.WriteString(agentsItem(packages[n], f.application, f.environment, f.account, ""))
		}
		b.WriteString(agentsTail)
	}
	if len(f.components) > 0 || none {
		b.WriteString("\ncomponents:\n")
		for i, component := range f.components {
			b.WriteString(item(component, packages[i], "") + f.witLines(dir))
		}
		if none {
			b.WriteString(item("shop", "shop", "# "))
		}
		b.WriteString(componentsTail)
	}
	b.WriteString(initTail)
	return nil
}

func item(component, pkg, comment string) string {
	key := "name"
	if metadata.IsID(component) {
		key = "id"
	}
	return fmt.Sprintf("%s  - package: %s\n%s    %s: %s\n", comment, config.Scalar(pkg), comment, key, config.Scalar(component))
}

func agentsItem(pkg, application, environment, account, comment string) string {
	text := fmt.Sprintf("%[1]s  - package: %[2]s\n%[1]s    application: %[3]s\n%[1]s    environment: %[4]s\n",
		comment, config.Scalar(pkg), config.Scalar(application), config.Scalar(environment))
	if account != "" {
		text += comment + "    account: " + config.Scalar(account) + "\n"
	}
	return text
}

// witLines returns the line for --wit, or a comment if the folder has a WIT.
func (f *initFlags) witLines(dir string) string {
	if f.wit != "" {
		return "    wit: " + config.Scalar(filepath.ToSlash(f.wit)) + "\n"
	}
	if len(f.components) == 1 {
		if found, err := filepath.Glob(filepath.Join(dir, "wit", "*.wit")); err == nil && len(found) > 0 {
			return "    # wit: wit                        # found in this folder; gives types their own names and comments\n"
		}
	}
	return ""
}

const initHead = `# golem-gen fetch      gets metadata from the server and pins it in golem/ and golem-gen.lock
# golem-gen generate   writes the Go clients, without the network
#
# Commit this file, golem/, golem-gen.lock and the clients. For go generate, add to a Go file:
#   //go:generate go tool golem-gen generate

server:
  url: %s
`

const agentsTail = `
# Other keys of agents:
#   account: owner@example.com       # owner of the application, if several have that name
#   types: [Account, Helper]         # agent types to generate; default all
#   deployment: 3                    # revision of the deployment to fetch; default the current one
#   dir: internal/bank               # directory of the Go package
#   metadata: golem/bank.json        # pinned document
#   tests: true                      # also generate package banktest with fakes and a test server
#   import-path: example.com/app/internal/bank   # of the Go package, for tests; default from go.mod
#   names:                           # Go names by place; golem-gen inspect --names lists them
#     Account.deposit: PayIn
`

const componentsTail = `
# Other keys of a component:
#   id: 5c89c92c-6e6a-5715-882b-637cd873451d   # instead of name
#   version: 3                       # version to fetch; default the latest
#   dir: internal/shop               # directory of the Go package
#   metadata: golem/shop.json        # pinned document
#   wit: wit/shop.wit                # .wit file or folder, .wasm, or a list; gives types their own names
#   tests: true                      # also generate package shoptest with fakes and a test server
#   import-path: example.com/app/internal/shop   # of the Go package, for tests; default from go.mod
#   names:                           # Go names by place; golem-gen inspect --names lists them
#     cart.add-item.item: ProductItem
`

const initTail = `
# Other servers, for entries with the key "server: cloud":
#   servers:
#     cloud:
#       url: https://release.api.golem.cloud
#       token-env: GOLEM_TOKEN
#
# Words to spell like this in new Go names:
#   initialisms: [FHIR, GraphQL]
#
# For checks and completion in an editor, see golem-gen schema -h.
`

// packageFor derives a package name from the last part of a component's name. It returns ""
// if the name has no letters for one.
func packageFor(component string) string {
	if metadata.IsID(component) {
		return ""
	}
	last := component[strings.LastIndexAny(component, ":/")+1:]
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(last))
	if config.CheckPackage(name) != nil {
		return ""
	}
	return name
}
