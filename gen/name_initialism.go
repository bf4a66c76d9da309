package gen

import "strings"

// initialisms are the words that Go people write in one case: ID, never Id. It
// is staticcheck's list (ST1003) without TS, which in interfaces is a timestamp
// more often than not, and with OK, as in http.StatusOK. The list is part of
// what names are made of: an added word renames everything that contains it,
// so it does not grow.
var initialisms = map[string]string{
	"acl": "ACL", "amqp": "AMQP", "api": "API", "ascii": "ASCII", "cpu": "CPU", "css": "CSS",
	"db": "DB", "dns": "DNS", "eof": "EOF", "gid": "GID", "guid": "GUID", "html": "HTML",
	"http": "HTTP", "https": "HTTPS", "id": "ID", "ip": "IP", "ipv4": "IPv4", "ipv6": "IPv6",
	"json": "JSON", "ok": "OK", "qps": "QPS", "ram": "RAM", "rpc": "RPC", "rtp": "RTP",
	"sip": "SIP", "sla": "SLA", "smtp": "SMTP", "sql": "SQL", "ssh": "SSH", "tcp": "TCP",
	"tls": "TLS", "ttl": "TTL", "udp": "UDP", "ui": "UI", "uid": "UID", "uri": "URI",
	"url": "URL", "utf8": "UTF8", "uuid": "UUID", "vm": "VM", "xml": "XML", "xmpp": "XMPP",
	"xsrf": "XSRF", "xss": "XSS",
}

// title writes a lower-case word as the part of a Go name: "item" → "Item",
// "id" → "ID", "ids" → "IDs", "http2" → "HTTP2".
func title(word string) string {
	if known, ok := initialisms[word]; ok {
		return known
	}
	stem := strings.TrimRight(word, "0123456789")
	if known, ok := initialisms[stem]; ok {
		return known + word[len(stem):]
	}
	if known, ok := initialisms[strings.TrimSuffix(word, "s")]; ok {
		return known + "s"
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
