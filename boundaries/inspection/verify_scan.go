package inspection

// Codes of a scan that a task file does not answer for.
const (
	CodeScanNone    = "scan-none"    // no scan was filed when the file was written
	CodeScanOther   = "scan-other"   // others were filed, not this one
	CodeScanUnknown = "scan-unknown" // scans were filed, and the file does not say which
)

// HoldScan holds the scan of a sealed sheet, by its SHA-256, to what a task file
// says: the digest of the sheet that it is the scan of, or why it is none. Only a
// file that is whole answers for anything.
func (r Report) HoldScan(sha256 string) (sheet string, why *Finding) {
	if r.Contained == nil || len(r.Broken) > 0 {
		return "", &Finding{Member: "manifest.json", Code: CodeFileBroken, ZH: "任务文件不成立，不能据以核对扫描件", EN: "The task file does not hold, so no scan can be held to it"}
	}
	unknown := false
	for _, s := range r.Contained.Scans {
		if s.SHA256 == sha256 {
			return s.Sheet, nil
		}
		unknown = unknown || s.SHA256 == ""
	}
	why = &Finding{Member: "manifest.json", Code: CodeScanOther, ZH: "扫描件与任务文件登记的不符：不是归档的那一份，或已被改动",
		EN: "The scan is not one that the task file names: another one, or changed since it was filed"}
	switch {
	case unknown:
		why.Code, why.ZH, why.EN = CodeScanUnknown, "任务文件由旧版程序写出，没有写明扫描件的摘要，无法核对；请对方用新版重新导出任务文件",
			"An older version wrote the task file and did not say which scan was filed, so it cannot be told; ask the other side to write the file again"
	case len(r.Contained.Scans) == 0:
		why.Code, why.ZH, why.EN = CodeScanNone, "任务文件写出时还没有归档盖章扫描件", "No scan of a sealed sheet was filed when the task file was written"
	}
	return "", why
}
