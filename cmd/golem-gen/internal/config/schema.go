package config

import _ "embed"

// Schema is the JSON schema of the configuration file, for editors.
//
//go:embed golem-gen.schema.json
var Schema []byte

// SchemaName is the name of a copy of the schema beside the configuration.
const SchemaName = "golem-gen.schema.json"
