package gen

// agentNames returns candidates for the Go name of an agent type, best first.
func (s spelling) agentNames(sc *scope) []string {
	own := s.words(sc.agent.source.Name)
	return []string{s.exportedWords(own), s.exportedWords(joinWords(own, []string{"agent"})), s.distinct(sc.agent.source.Name) + "_Agent"}
}

// agentMethods are names that a method of an agent cannot have, because every agent's Go type
// has a method or an embedded field of that name.
var agentMethods = []string{"Create", "Enqueue", "Schedule", "Agent", "ID", "Type", "Phantom", "Client", "CallStatus", "Delete"}

// newMethodScope returns the set of method names of a scope's Go type.
func newMethodScope(sc *scope) *nameScope {
	if sc.agent != nil {
		return newNameScope("a method of every agent", agentMethods...)
	}
	return newNameScope("a method of every interface", "Enqueue")
}

// sort returns the first word of the scope's entry in the lock.
func (sc *scope) sort() string {
	if sc.agent != nil {
		return sortAgent
	}
	return sortInterface
}

// retiredScope returns a scope that only the lock contains.
func retiredScope(place string, entry LockedName) *scope {
	if entry.sort() == sortAgent {
		return &scope{place: place, agent: new(agent)}
	}
	return &scope{place: place}
}

// configurations calls f for each agent type with a configuration.
func (n *namer) configurations(f func(*agent, *scope)) {
	for _, sc := range n.survey.model.scopes {
		if sc.agent != nil && sc.agent.create != nil {
			f(sc.agent, sc)
		}
	}
}

// fixConfigurations assigns to the Go types of configurations the names in the configuration
// file and the lock.
func (n *namer) fixConfigurations() {
	n.configurations(func(a *agent, sc *scope) {
		if name, ok := n.options.Names[a.create.place]; ok {
			n.settled[a.create.place] = true
			a.configName = name
			if owner, taken := n.pkg.owners[name]; taken {
				n.problems.add(a.create.place, "the configured name "+shown(name)+" of "+configurationLabel(sc)+" is already that of "+owner,
					configureLine(a.create.place, "AnotherName"))
			}
			n.pkg.take(configurationLabel(sc), name)
			return
		}
		entry, ok := n.options.Locked[a.create.place]
		if ok && entry.sort() == sortConfiguration && n.pkg.take(configurationLabel(sc), entry.Name) {
			a.configName = entry.Name
		}
	})
}

func configurationLabel(sc *scope) string { return "the configuration of the agent type " + sc.place }

// nameConfigurations names the other Go types of configurations, and the fields of all.
func (n *namer) nameConfigurations() {
	n.configurations(func(a *agent, sc *scope) {
		if a.configName == "" {
			candidates := []string{sc.goName + "Config", sc.goName + "Configuration", sc.goName + "AgentConfig", sc.goName + "_Config"}
			name, ok := n.pkg.first(configurationLabel(sc), candidates...)
			if !ok {
				name = candidates[0]
				n.problems.add(a.create.place, configurationLabel(sc)+" cannot be called "+name+": this is already the name of "+n.pkg.owners[name],
					configureLine(a.create.place, "AnotherName"))
			}
			a.configName = name
		}
		n.nameConfigValues(a.config, sc)
	})
	for _, sc := range n.survey.model.scopes {
		if sc.agent != nil {
			n.nameConfigValues(sc.agent.secrets, sc)
		}
	}
}

// nameConfigValues names the fields of a configuration, or of secrets.
func (n *namer) nameConfigValues(values []configValue, sc *scope) {
	fields := newNameScope("")
	for i := range values {
		v := &values[i]
		own := n.survey.model.spelling.exported(v.path())
		name, ok := fields.first(v.path(), own, own+"Field", n.survey.model.spelling.distinct(v.path()))
		if !ok {
			name = own
			n.problems.add(sc.place, "the configuration "+v.path()+" of the agent type "+sc.place+" would be called "+own+" as another one is",
				"rename one of them in the agent's source")
		}
		v.goName = name
	}
}

// keepConfigurations adds the names to the lock.
func (n *namer) keepConfigurations() {
	n.configurations(func(a *agent, _ *scope) {
		n.names[a.create.place] = LockedName{a.configName, sortConfiguration + ":"}
	})
}
