package naming

// articles are the texts that the checks rest on, as they are cited.
var articles = map[string]string{
	"N1":  "地名管理条例第九条第一款（地名由专名和通名两部分组成）",
	"N2":  "地名管理条例第九条第（一）项",
	"N3":  "地名管理条例第九条第（二）项",
	"N4":  "地名管理条例第九条第（三）项",
	"N4a": "地名管理条例第九条第（三）项；《通用规范汉字表》（2013）",
	"N5":  "地名管理条例第九条第（四）项；地名管理条例实施办法第三条",
	"N6":  "地名管理条例第九条第（五）项",
	"N7":  "地名管理条例第九条第（六）项；地名管理条例实施办法第四条",
	"N8":  "地名管理条例第九条第（七）项",
	"N9":  "地名管理条例第九条第（八）项",
	"N10": "地名管理条例第九条第（八）项",
	"N11": "地名管理条例第九条第（八）项",
	"N12": "地名管理条例第九条第（九）项",
	"N13": "地名管理条例第九条第（十）项",
	"N18": "地名管理条例第九条第一款；通名使用依各地规定",
	"大":   "民发〔2018〕146号（“大”地名）",
	"洋":   "民发〔2018〕146号（“洋”地名）",
	"怪":   "民发〔2018〕146号（“怪”地名）",
	"重":   "民发〔2018〕146号（“重”地名）；地名管理条例第九条第（七）、（八）项",
}

// found makes a finding of a check of national law.
func (s *subject) found(check string, severity Severity, zh, en string, words ...string) Finding {
	if s.p.Existing && severity == Refuse {
		severity = Justify // a name that stands is looked into, not refused
	}
	return Finding{Check: check, Severity: severity, Article: articles[check], Text: zh, TextEN: en, Words: words}
}

// foundLocal makes a finding of a local rule.
func (s *subject) foundLocal(check string, rule Switch, severity Severity, zh, en string, words ...string) Finding {
	f := s.found(check, severity, zh, en, words...)
	f.Article = rule.Basis
	return f
}
