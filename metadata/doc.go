// Package metadata decodes and compares the documents in which Golem servers describe
// components, with their exported functions and types, and deployments of agents.
//
// Decode decodes the document of a component and DecodeDeployment that of agent types, of
// any server version, into one model, or lists all problems with their positions; DecodeAny
// decodes either. Canonical and CanonicalDeployment return the text of a pinned document,
// Component.Hash and Deployment.Hash identify the interface, Compare lists the changes
// between two versions of a component, and WITPrinter writes types, functions and methods
// as WIT.
package metadata
