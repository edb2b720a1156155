/*
What the malware rules that n8n is adding to its scan look for, as far as it can occur in a package for n8n. Only text is read, so a
comment or an example counts too. Each rule has a sample in test/project/threats.test.ts.
*/

rule threat_sensitive_file {
	meta:
		description = "Names a file that contains passwords, keys or tokens"
		path_include = "*.js,*.ts"
	strings:
		$system = /\/etc\/(passwd|shadow|sudoers)/ nocase
		$environment = /['"`][^'"`\n]{0,200}\.env(\.\w{1,20})?['"`]/
		$ssh = /\.ssh\/(id_|authorized_keys|config|known_hosts)/
		$git = /\.git\/config|\.git-credentials|\.gitconfig/
		$cloud = /\.(aws|azure|kube|docker)\/(credentials|config)|gcloud\/credentials/
		$registry = /\.(npmrc|pypirc|netrc)\b/
		$browser = /Google\/Chrome\/User Data|\.mozilla\/firefox|Login Data|Local State/
		$wallet = /wallet\.dat|\.(electrum|ethereum|bitcoin)\//
	condition:
		any of them
}

rule threat_environment {
	meta:
		description = "Reads a secret from the environment, or all of the environment"
		path_include = "*.js,*.ts"
	strings:
		$secret = /process\.env(\.|\[\s*['"`])\w{0,50}(KEY|SECRET|TOKEN|PASS|AUTH|CRED)/ nocase
		$all = /(JSON\.stringify|Object\.(entries|keys|values|assign))\(\s*(\{\s*\}\s*,\s*)?process\.env\s*\)/
	condition:
		any of them
}

rule threat_destruction {
	meta:
		description = "Deletes or overwrites files of the user or the system"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$shell = /\brm\s+-[a-z]*(rf|fr)[a-z]*\s+(\/|~|\$HOME|\*)/ nocase
		$windows = /\b(rd|rmdir|del)\s+\/[sq]\b|\bformat\s+[a-z]:/ nocase
		$remove = /\brm(Sync)?\(\s*(os\.)?(homedir\(\)|['"`](\/|~))/
		$disk = /\b(dd\s+if=|mkfs\.|shred\s+-)/
	condition:
		any of them
}

rule threat_autostart {
	meta:
		description = "Starts itself with the system or the user's session"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$cron = /\bcrontab\s+-|\/etc\/cron\.?/
		$shell = /\.(bashrc|bash_profile|zshrc|profile)\b['"`]/
		$mac = /Library\/Launch(Agents|Daemons)/
		$linux = /\/etc\/(systemd|init\.d|rc\.local)|\.config\/(systemd|autostart)|systemctl\s+enable/
		$windows = /CurrentVersion\\{1,2}Run|Start Menu\\{1,2}Programs\\{1,2}Startup|schtasks\s+\/create/ nocase
	condition:
		any of them
}

rule threat_exfiltration_address {
	meta:
		description = "Contains the address of a service that is often used to steal data"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$collector = /\b(webhook\.site|requestbin\.\w+|pipedream\.net|beeceptor\.com|hookbin\.com|burpcollaborator\.net|oastify\.com|interact\.sh|oast\.\w+|canarytokens\.\w+|dnslog\.\w+)\b/ nocase
		$tunnel = /\b(ngrok\.(io|app|dev)|ngrok-free\.\w+|localtunnel\.me|loca\.lt|serveo\.net|trycloudflare\.com)\b/ nocase
		$messenger = /discord(app)?\.com\/api\/webhooks|api\.telegram\.org\/bot|hooks\.slack\.com\/services/ nocase
		$paste = /\b(pastebin\.com|paste\.ee|hastebin\.com|rentry\.co|ghostbin\.\w+)\b/ nocase
		$short = /https?:\/\/(bit\.ly|tinyurl\.com|t\.ly|is\.gd|cutt\.ly|rb\.gy|goo\.gl|shorturl\.at)\//  nocase
		$share = /\b(transfer\.sh|file\.io|anonfiles?\.\w+|gofile\.io|catbox\.moe|0x0\.st|temp\.sh|bashupload\.com)\b/ nocase
		$hidden = /https?:\/\/[a-z2-7]{16,56}\.onion\b/ nocase
		$zone = /https?:\/\/[\w.-]{1,100}\.(tk|ml|ga|cf|gq|xyz|top|zip|mov)(\/|['"`:])/ nocase
	condition:
		any of them
}

rule threat_internet_address {
	meta:
		description = "Contains a URL with an IP address instead of a domain"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$address = /https?:\/\/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/
		$local = /https?:\/\/(127\.0\.0\.1|0\.0\.0\.0)/
	condition:
		#address > #local
}

rule threat_name_server {
	meta:
		description = "Sends data in the names that it looks up"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$lookup = /\bdns(Promises|\.promises)?\.(lookup|resolve\w*)\(\s*(`[^`]*\$\{|[\w.]+\s*\+)/
		$command = /\b(nslookup|dig)\s+[^\n]{0,80}\$/
	condition:
		any of them
}

rule threat_reverse_shell {
	meta:
		description = "Lets another computer run commands"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$device = /\/dev\/(tcp|udp)\//
		$netcat = /\b(nc|ncat|netcat)\s+[^\n]{0,60}-[a-z]*e\b/
		$interactive = /\b(ba|z)?sh\s+-i\b/
		$pipe = /\.pipe\(\s*\w+\.stdin\s*\)/
	condition:
		any of them
}

rule threat_process {
	meta:
		description = "Starts programs, or downloads and runs them"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$module = /['"`](node:)?(child_process|worker_threads|cluster)['"`]/
		$download = /\b(curl|wget)\b[^\n]{0,200}\|\s*(sudo\s+)?(ba|z)?sh\b/
		$powershell = /powershell(\.exe)?\b[^\n]{0,80}-(e|enc|encodedcommand|w|windowstyle)\b/ nocase
		$cradle = /\b(IEX|Invoke-Expression)\b[^\n]{0,80}(DownloadString|Invoke-WebRequest)/ nocase
		$execute = /\bchmod\b[^\n]{0,40}(\+x|0?7[0-7][0-7])/
		$living = /\b(certutil|bitsadmin|mshta|regsvr32|rundll32)(\.exe)?\s+[\/-]/ nocase
	condition:
		any of them
}

rule threat_mining {
	meta:
		description = "Mines cryptocurrency"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$pool = /stratum\+(tcp|ssl)/
		$program = /\b(xmrig|cpuminer|minerd|cgminer|coinhive|cryptonight|randomx)\b/ nocase
	condition:
		any of them
}

rule threat_generated_code {
	meta:
		description = "Runs text as code"
		path_include = "*.js,*.ts"
	strings:
		$eval = /\beval\s*\(/
		$function = /\bnew\s+Function\s*\(|\bFunction\s*\(\s*['"`]/
		$machine = /\bvm\.(runIn\w+|Script)|['"`](node:)?vm['"`]/
		$constructor = /\.constructor\s*\.\s*constructor\b|\[\s*['"`]constructor['"`]\s*\]/
		$import = /\brequire\s*\(\s*(atob|Buffer\.from|String\.fromCharCode)/
		$global = /\b(global|globalThis)\s*(\.\w+|\[[^\]]{1,40}\])\s*=\s*require\b/
	condition:
		any of them
}

rule threat_obfuscation {
	meta:
		description = "Hides what it does"
		path_include = "*.js,*.ts"
	strings:
		$name = /\b_0x[0-9a-f]{4,}\b/
		$hexadecimal = /(\\x[0-9a-f]{2}){16}/ nocase
		$codes = /fromCharCode\(\s*(0x)?[0-9a-f]+(\s*,\s*(0x)?[0-9a-f]+){8}/ nocase
		$data = /['"`][A-Za-z0-9+\/]{1000}/
		$margin = /\S[ \t]{200,}\S/
		// Marks that change the direction of text, or have no width.
		$invisible = /\xE2(\x80[\x8B-\x8F\xAA-\xAE]|\x81[\xA0-\xA9])/
		// Cyrillic and Greek letters within a Latin word.
		$homoglyph = /[a-z](\xD0[\xB0-\xBF]|\xD1[\x80-\x8F]|\xCE[\xB1-\xBF])[a-z]/ nocase
		$console = /console\.(log|error|warn)\s*=\s*(function|\()/
	condition:
		#name > 2 or any of ($hexadecimal, $codes, $data, $margin, $invisible, $homoglyph, $console)
}

rule threat_system_information {
	meta:
		description = "Collects facts about the computer and its user"
		path_include = "*.js,*.ts,*/package.json"
	strings:
		$node = /\bos\.(hostname|userInfo|networkInterfaces|homedir|cpus)\s*\(/
		$module = /(from|require\s*\()\s*['"`](node:)?os['"`]/
		$command = /\$\((whoami|hostname|id)\)|\b(ifconfig|ipconfig|systeminfo|tasklist)\b/
	condition:
		any of them
}

rule threat_input {
	meta:
		description = "Records keys, the clipboard, the screen or the memory of other programs"
		path_include = "*.js,*.ts"
	strings:
		$keys = /\b(iohook|uiohook|node-global-key-listener|GetAsyncKeyState|SetWindowsHookEx)/ nocase
		$clipboard = /\b(clipboardy|xclip|pbpaste|Get-Clipboard)\b|navigator\.clipboard\.read/
		$screen = /\b(screenshot-desktop|desktopCapturer|getDisplayMedia)\b/
		$memory = /\/proc\/(self|\d+)\/(mem|maps)|ReadProcessMemory|WriteProcessMemory|CreateRemoteThread|MiniDumpWriteDump/
	condition:
		any of them
}

rule threat_propagation {
	meta:
		description = "Publishes packages or changes the installation of others"
		path_include = "*.js,*.ts"
	strings:
		$publish = /\b(npm|yarn|pnpm)\s+(publish|adduser|token|install\s+-g)\b/
		$token = /_authToken|registry\.npmjs\.org\/-\//
		$workflow = /\.github\/workflows/
	condition:
		any of them
}

rule threat_install_script {
	meta:
		description = "Runs a program when the package is installed"
		path_include = "*/package.json"
	strings:
		$script = /"(pre|post)?install"\s*:|"prepare"\s*:/
	condition:
		any of them
}

rule threat_dependency {
	meta:
		description = "Has a dependency that does not come from the registry"
		path_include = "*/package.json"
	strings:
		$dependency = /"[@\w\/.-]{1,100}"\s*:\s*"(git\+\w+:|git:|git@|github:|ssh:|http:|file:|https:\/\/[^"]{1,200}\.(tgz|tar\.gz|zip))/
		// The address of the repository.
		$repository = /"url"\s*:\s*"git\+https:\/\//
	condition:
		#dependency > #repository
}
