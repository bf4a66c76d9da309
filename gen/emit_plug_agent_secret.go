package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// Secrets are configuration values that the server keeps. Clients cannot give them, so only the
// test package has a Go type for them.

// nameSecrets names the Go types of the agents' secrets.
func (e *emitter) nameSecrets(served []*scope, names *nameScope) {
	e.secrets = map[*scope]string{}
	for _, s := range served {
		if s.agent.reveal != nil {
			e.secrets[s], _ = names.first("", s.goName+"Secrets", s.goName+"SecretValues", s.goName+"_Secrets")
		}
	}
}

// emitSecrets emits the Go type of the secrets of an agent type.
func (e *emitter) emitSecrets(f *sourceFile, s *scope) {
	a := s.agent
	if a.reveal == nil {
		return
	}
	f.Add(comment(wrap(e.secrets[s] + " has the secrets that agents of the type " + a.label() + " can read. SetSecret of the deployment " +
		"sets them. Agents can be made only if each secret that is not an option is set.")...))
	var fields []jen.Code
	for i := range a.secrets {
		text := a.secrets[i].path() + ": " + e.printer().Type(a.secrets[i].source.Type)
		fields = append(fields, comment(wrap(printableName(text))...), jen.Id(a.secrets[i].goName).Add(e.goType(a.reveal.parameters[i].typ)))
	}
	f.Type().Id(e.secrets[s]).Struct(fields...)
	f.Line()
}
