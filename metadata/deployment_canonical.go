package metadata

import "strconv"

// CanonicalDeployment returns the canonical document of the deployment in a document of any
// form, see Deployment.Document. The errors are those of DecodeDeployment.
func CanonicalDeployment(data []byte) ([]byte, error) {
	d, err := DecodeDeployment(data)
	if err != nil {
		return nil, err
	}
	return d.Document(), nil
}

// Document returns the text of a deployment for a repository. The same deployment always
// gives the same bytes, and a change of the deployment changes few lines. DecodeDeployment
// reads the text as the same deployment.
//
// The text contains what a Deployment contains. It does not contain mounts and endpoints of
// HTTP, dependencies, snapshotting, web hooks, dates and sizes, because clients do not
// depend on them. Keys, agent types and methods are sorted, and an object without a list in
// it is one line, as in a component's document.
func (d *Deployment) Document() []byte {
	compact := d.appendCompact(nil)
	t, _ := parse(string(compact), new(findings))
	b := t.appendIndented(make([]byte, 0, 2*len(compact)), 0, "\n")
	return append(b, '\n')
}

func (d *Deployment) appendCompact(b []byte) []byte {
	b = append(b, '{')
	b = appendText(b, "account", d.Account)
	b = append(b, `"agentTypes":[`...)
	for i, a := range d.AgentTypes {
		b = appendComma(b, i)
		b = append(d.appendAgentType(append(b, `{"agentType":`...), a), a.implementedBy()...)
		b = append(b, '}')
	}
	n := len(d.AgentTypes)
	for _, o := range d.Omitted {
		if o.Method == "" && o.Config == "" {
			b = append(append(appendComma(b, n), `{"agentType":`...), o.JSON...)
			b = append(b, '}')
			n++
		}
	}
	b = appendString(append(b, `],"application":`...), d.Application)
	if d.HasRevision {
		b = strconv.AppendUint(append(b, `,"deploymentRevision":`...), d.Revision, 10)
	}
	b = appendString(append(b, `,"environment":`...), d.Environment)
	if d.EnvironmentID != "" {
		b = appendString(append(b, `,"environmentId":`...), d.EnvironmentID)
	}
	if len(d.Chosen) > 0 {
		b = appendStrings(append(b, `,"types":`...), d.Chosen)
	}
	return append(b, '}')
}

// implementedBy returns the member that names the component, after a comma.
func (a *AgentType) implementedBy() []byte {
	if a.ComponentID == "" {
		return nil
	}
	b := appendString([]byte(`,"implementedBy":{"componentId":`), a.ComponentID)
	if a.ComponentName != "" {
		b = appendString(append(b, `,"componentName":`...), a.ComponentName)
	}
	b = strconv.AppendUint(append(b, `,"componentRevision":`...), a.ComponentRevision, 10)
	return append(b, '}')
}

func (d *Deployment) appendAgentType(b []byte, a *AgentType) []byte {
	b = append(b, `{"config":[`...)
	for i, c := range a.Config {
		b = appendStrings(append(appendComma(b, i), `{"path":`...), c.Path)
		b = append(append(append(b, `,"source":"`...), c.Source.String()...), `","valueType":`...)
		b = append(c.Type.appendJSON(b, true), '}')
	}
	n := len(a.Config)
	for _, o := range d.Omitted {
		if o.Agent == a.Name && o.Config != "" {
			b = append(appendComma(b, n), o.JSON...)
			n++
		}
	}
	b = append(b, `],"constructor":{`...)
	b = appendText(b, "description", a.Constructor.Description)
	b = a.Constructor.Input.appendJSON(append(b, `"inputSchema":`...))
	b = appendLastText(b, "name", a.Constructor.Name)
	b = appendLastText(b, "promptHint", a.Constructor.PromptHint)
	b = append(b, "},"...)
	b = appendText(b, "description", a.Description)
	b = d.appendMethods(append(b, `"methods":[`...), a)
	b = append(append(b, `],"mode":"`...), a.Mode.String()...)
	b = append(b, '"')
	b = appendLastText(b, "sourceLanguage", a.SourceLanguage)
	b = appendString(append(b, `,"typeName":`...), a.Name)
	return append(b, '}')
}

func (d *Deployment) appendMethods(b []byte, a *AgentType) []byte {
	for i, m := range a.Methods {
		b = append(appendComma(b, i), '{')
		b = appendText(b, "description", m.Description)
		b = m.Input.appendJSON(append(b, `"inputSchema":`...))
		b = appendString(append(b, `,"name":`...), m.Name)
		b = m.Output.appendJSON(append(b, `,"outputSchema":`...))
		b = append(appendLastText(b, "promptHint", m.PromptHint), '}')
	}
	n := len(a.Methods)
	for _, o := range d.Omitted {
		if o.Agent == a.Name && o.Method != "" {
			b = append(appendComma(b, n), o.JSON...)
			n++
		}
	}
	return b
}

func (s DataSchema) appendJSON(b []byte) []byte {
	b = append(b, `{"elements":[`...)
	for i, e := range s.Elements {
		b = appendString(append(appendComma(b, i), `{"name":`...), e.Name)
		b = e.appendJSON(append(b, `,"schema":{`...))
		b = append(append(append(b, `"type":"`...), e.Kind.String()...), `"}}`...)
	}
	return append(append(append(b, `],"type":"`...), s.Kind.String()...), `"}`...)
}

// appendJSON appends the members of the element besides name and kind, followed by a comma.
func (e Element) appendJSON(b []byte) []byte {
	switch {
	case e.Kind == ComponentModel:
		return append(e.Type.appendJSON(append(b, `"elementType":`...), true), ',')
	case e.Languages != nil:
		return appendRestrictions(b, "languageCode", e.Languages)
	case e.MimeTypes != nil:
		return appendRestrictions(b, "mimeType", e.MimeTypes)
	}
	return b
}

func appendRestrictions(b []byte, key string, list []string) []byte {
	b = append(b, `"restrictions":[`...)
	for i, s := range list {
		b = append(append(append(appendComma(b, i), `{"`...), key...), `":`...)
		b = append(appendString(b, s), '}')
	}
	return append(b, `],`...)
}

// appendText appends a member and a comma, or nothing if the value is empty.
func appendText(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return append(appendString(append(appendString(b, key), ':'), value), ',')
}

// appendLastText appends a comma and a member, or nothing if the value is empty.
func appendLastText(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return appendString(append(appendString(append(b, ','), key), ':'), value)
}

// appendComma appends a comma before all items except the first.
func appendComma(b []byte, index int) []byte {
	if index > 0 {
		b = append(b, ',')
	}
	return b
}
