package metadata

import "strings"

// Lines returns the line, from 1, on which a document names each interface, resource and
// function, or each agent type, constructor and method. The keys are places in the form of
// Compare and CompareDeployments. An interface in two versions has only its full names as
// keys. For data that is not a document, Lines returns an empty map.
func Lines(data []byte) map[string]int {
	lines := map[string]int{}
	component, deployment, err := DecodeAny(data)
	if err != nil {
		return lines
	}
	t, ok := parse(strings.TrimPrefix(string(data), "\uFEFF"), new(findings))
	if !ok {
		return lines
	}
	if deployment != nil {
		agentLines(t, agentsForm(t), lines)
		return lines
	}
	componentLines(t, component, lines)
	return lines
}

// componentLines sets the lines of a component. The document decodes, so it has all names and lists.
func componentLines(t *tree, component *Component, lines map[string]int) {
	places := map[string]string{} // by the interface's name
	for i, place := range interfacePlaces(component.Interfaces) {
		places[i.Name] = place
	}
	exports := t.find(t.find(0, "metadata"), "exports")
	counter := position{line: 1, column: 1}
	for i := exports + 1; i < t.end(exports); i = t.end(i) {
		name, functions := t.find(i, "name"), t.find(i, "functions")
		place := places[t.text(name)]
		if functions < 0 {
			place = "world." + t.text(name)
		}
		// Keys come in any order, and a position only moves forward.
		counter.advance(t.src, int(t.nodes[i].pos))
		at := counter
		at.advance(t.src, int(t.nodes[name].pos))
		lines[place] = at.line
		if functions >= 0 {
			t.functionLines(lines, place, functions, counter)
		}
	}
}

func (t *tree) functionLines(lines map[string]int, place string, functions int, at position) {
	for i := functions + 1; i < t.end(functions); i = t.end(i) {
		name := t.find(i, "name")
		f, _ := splitFunction(t.text(name))
		within := place
		if f.resource != "" {
			within += "." + f.resource
		}
		at.advance(t.src, int(t.nodes[name].pos))
		if _, known := lines[within]; !known {
			lines[within] = at.line
		}
		lines[within+"."+f.local] = at.line
	}
}
