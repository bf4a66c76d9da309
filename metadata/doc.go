// Package metadata decodes and compares the documents in which Golem servers describe
// components, with their exported functions and types, and deployments of agents.
//
// Decode decodes the document of a component, and DecodeDeployment the document of agent
// types. They read documents of any server version into one model, or list all problems
// with their positions. DecodeAny decodes either kind. Canonical and CanonicalDeployment
// return the text of a pinned document. Component.Hash and Deployment.Hash identify an
// interface. Compare lists the changes between two versions of a component, and
// CompareDeployments those between two deployments. WITPrinter writes types, functions and
// methods as WIT.
package metadata
