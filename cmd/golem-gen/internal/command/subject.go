package command

import (
	"fmt"
	"io"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// A subject is described by a document, and a client is generated for it: a component, or
// the agent types of a deployment.
type subject interface {
	// title returns the name and the version: "shop version 3", "bank/prod deployment 3".
	title() string
	// source returns the source for the lock file.
	source() pin.Source
	// hash identifies the interface.
	hash() string
	// text returns the document under which the subject is pinned.
	text() []byte
	// size counts what can be called: "16 functions".
	size() string
	// omissions returns a sentence for each part that the client does not have.
	omissions() []string
	// wit reads the WIT at paths or, if there are none, the one of the document.
	wit(paths []string) (*gen.WIT, error)
	// generate generates the client.
	generate(gen.Options) (*gen.Output, error)
	// inspect prints the subject beside its Go names.
	inspect(io.Writer, map[string]gen.LockedName, paint.Brush) error
	// mismatch returns how an entry differs from the subject, whose document is pinned for
	// it: the key of the entry, the expected value and the value of the subject. The key is
	// "" if they agree.
	mismatch(config.Source) (key, expected, found string)
}

// sentences returns the texts of omissions.
func sentences[O fmt.Stringer](omitted []O) []string {
	var list []string
	for _, o := range omitted {
		list = append(list, o.String())
	}
	return list
}

// decoders decode documents: of a component, of agents, or of either.
type decoder func(data []byte) (subject, error)

func decodeComponent(data []byte) (subject, error) {
	c, err := metadata.Decode(data)
	if err != nil {
		return nil, err
	}
	return component{c}, nil
}

func decodeAgents(data []byte) (subject, error) {
	d, err := metadata.DecodeDeployment(data)
	if err != nil {
		return nil, err
	}
	return agents{d}, nil
}

func decodeAny(data []byte) (subject, error) {
	c, d, err := metadata.DecodeAny(data)
	switch {
	case err != nil:
		return nil, err
	case d != nil:
		return agents{d}, nil
	}
	return component{c}, nil
}

// decoderFor returns the decoder of the documents that entries like this one pin.
func decoderFor(s config.Source) decoder {
	if _, ok := s.(*config.Agents); ok {
		return decodeAgents
	}
	return decodeComponent
}

// request returns the request for an entry. A nil number stands for the latest version of
// a component, and for the current deployment of agents.
func request(s config.Source, number *uint64) fetch.Request {
	if a, ok := s.(*config.Agents); ok {
		return fetch.Agents{Application: a.Application, Environment: a.Environment, Account: a.Account, Types: a.Types, Deployment: number}
	}
	c := s.(*config.Component)
	return fetch.Reference{ID: c.ID, Name: c.Name, Version: number}
}

// lockOf returns the entry of a client in the lock file.
func lockOf(pkg string, s subject, names map[string]gen.LockedName) *pin.Client {
	return &pin.Client{Package: pkg, Source: s.source(), Hash: s.hash(), Names: names}
}
