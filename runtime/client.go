package runtime

import (
	"net/http"
)

// Client is the connection to a Golem server. It is safe for concurrent use. A program needs one
// Client for each server.
type Client struct {
	base       location
	invoke     location // URL of calls of agents
	transport  http.RoundTripper
	settings   *settings
	agents     *settings // settings of agents without options
	dialect    dialectState
	keys       keyTable
	lives      lifeTable
	limits     *callLimits                        // a separate allocation, because its timer may outlive the client
	workers    knownTable[workerKey, knownWorker] // and agents
	components knownTable[string, knownComponent] // by id in lower case

	environments   knownTable[place, knownEnvironment]
	agentTypes     knownTable[deployedTypeKey, lasting[describedType]]
	agentRevisions knownTable[revisionKey, lasting[revisionTypes]]
}

// clientConfig holds the values of client options.
type clientConfig struct {
	settings  settings
	transport http.RoundTripper
	dialect   *dialect
}

// NewClient returns a client for the server at baseURL, such as "http://localhost:9881". A
// path in baseURL is a prefix of all request paths, which begin with /v1. NewClient sends
// nothing. The error says what is wrong with baseURL or with an option.
func NewClient(baseURL string, opts ...ClientOption) (*Client, error) {
	base, err := parseBaseURL(baseURL)
	if err != nil {
		return nil, err
	}
	config := clientConfig{settings: settings{retry: DefaultRetry(), limit: DefaultMaxResponseBytes}}
	for _, opt := range opts {
		if opt == nil {
			config.settings.fail("NewClient: an option is nil")
			continue
		}
		opt.applyToClient(&config)
	}
	if config.settings.err != nil {
		return nil, config.settings.err
	}
	if config.transport == nil {
		config.transport = newTransport()
	}
	config.settings.buildChain()
	c := &Client{base: base, invoke: base.at("/v1/agents/invoke-agent"), transport: config.transport, settings: &config.settings, limits: new(callLimits)}
	c.agents = c.settings.forAgents()
	c.dialect.set(config.dialect)
	return c, nil
}

// BaseURL returns the URL that was passed to [NewClient], "" for a client that it did not make.
func (c *Client) BaseURL() string {
	if c == nil || c.settings == nil {
		return ""
	}
	return c.base.String()
}

// CloseIdleConnections closes connections that are idle.
func (c *Client) CloseIdleConnections() {
	if c == nil {
		return
	}
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
