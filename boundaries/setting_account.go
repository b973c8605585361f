package boundaries

// Settings about log-ins, held by the register's home county. What they are
// where none is set, and on what that rests, says account.DefaultPolicy.
const (
	SettingPasswordLength  = "account.password_length"  // characters, at least 8
	SettingPasswordKinds   = "account.password_kinds"   // of capital, small, digit, other
	SettingPasswordDays    = "account.password_days"    // until a password must be changed; 0: never
	SettingPasswordHistory = "account.password_history" // passwords that may not come back
	SettingSessionIdle     = "account.idle_minutes"     // after which a session ends
	SettingSessionHours    = "account.session_hours"    // after which it ends whatever is done
	SettingSecondFactor    = "account.second_factor"    // true: admin and approver need a security key
	SettingMixedDuties     = "account.mixed_duties"     // true: 三员 may be one account
	SettingLogInTries      = "account.log_in_tries"     // wrong passwords before the first delay
	SettingLogInDelay      = "account.log_in_delay_minutes"
	SettingLogMonths       = "log.retain_months" // addresses of log-ins, at least 6 (网络安全法 21)
)
