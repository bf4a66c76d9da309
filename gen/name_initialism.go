package gen

import "regexp"

// initialisms are words that Go programmers write in one case: ID, not Id. The table is
// staticcheck's list (ST1003) without TS, which usually is a timestamp in interfaces. It also
// has OK, as in http.StatusOK, and words that are frequent in components and are not spelled
// like an English word. Names depend on the table: an added word would rename everything that
// contains it, so the table does not grow. The configuration adds words of a component's field.
var initialisms = spelling{table: map[string]string{
	"acl": "ACL", "amqp": "AMQP", "api": "API", "ascii": "ASCII", "cpu": "CPU", "css": "CSS",
	"db": "DB", "dns": "DNS", "eof": "EOF", "gid": "GID", "guid": "GUID", "html": "HTML",
	"http": "HTTP", "https": "HTTPS", "id": "ID", "ip": "IP", "ipv4": "IPv4", "ipv6": "IPv6",
	"json": "JSON", "ok": "OK", "qps": "QPS", "ram": "RAM", "rpc": "RPC", "rtp": "RTP",
	"sip": "SIP", "sla": "SLA", "smtp": "SMTP", "sql": "SQL", "ssh": "SSH", "tcp": "TCP",
	"tls": "TLS", "ttl": "TTL", "udp": "UDP", "ui": "UI", "uid": "UID", "uri": "URI",
	"url": "URL", "utf8": "UTF8", "uuid": "UUID", "vm": "VM", "xml": "XML", "xmpp": "XMPP",
	"xsrf": "XSRF", "xss": "XSS",

	"ai": "AI", "aws": "AWS", "cdn": "CDN", "cli": "CLI", "csv": "CSV", "gcp": "GCP",
	"gps": "GPS", "gpu": "GPU", "iam": "IAM", "iban": "IBAN", "isbn": "ISBN", "jwt": "JWT",
	"kv": "KV", "llm": "LLM", "mcp": "MCP", "md5": "MD5", "oauth": "OAuth", "otp": "OTP",
	"pdf": "PDF", "png": "PNG", "sdk": "SDK", "sha": "SHA", "sku": "SKU", "sms": "SMS",
	"sse": "SSE", "sso": "SSO", "svg": "SVG", "usb": "USB", "utc": "UTC", "vat": "VAT",
	"vpn": "VPN", "yaml": "YAML",
}}

var initialism = regexp.MustCompile(`^[A-Z][A-Za-z]*[0-9]*$`)

// IsInitialism reports whether a text can be one of Options.Initialisms: ASCII letters that
// begin with a capital, followed by digits.
func IsInitialism(text string) bool { return initialism.MatchString(text) }
