package command

import "github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"

const schemaUsage = `Usage: golem-gen schema

Prints the JSON schema of golem-gen.yaml, which editors use to check the file
and complete its keys. Editors with the YAML language server find a copy of the
schema by a line in golem-gen.yaml. golem-gen init --schema writes both:

  # yaml-language-server: $schema=` + config.SchemaName + `

Flags:
  -h, --help   show this help

Exit codes: 0 success, 2 invalid command line.

Examples:
  golem-gen schema > ` + config.SchemaName + `
`

func runSchema(env Environment, args []string) int {
	flags := newFlags("schema")
	return execute(env, flags, args, schemaUsage, func() error {
		if flags.NArg() > 0 {
			return misuse("unexpected argument %q", flags.Arg(0))
		}
		_, err := env.Stdout.Write(config.Schema)
		return err
	})
}
