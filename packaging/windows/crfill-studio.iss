; The installer for Windows. Called by build.py, which defines Version, Folder, Icon, Out, Name, Publisher and Id.
#define Types "Software\Classes\Applications\crfill-gui.exe"

[Setup]
AppId={{6C1B6A1E-5F0B-4E0C-9C5A-0B7C5B2E6F41}
AppName=CR-Fill Studio
AppVersion={#Version}
AppPublisher={#Publisher}
DefaultDirName={autopf}\CR-Fill Studio
DefaultGroupName=CR-Fill Studio
DisableProgramGroupPage=yes
; For the present user, without an administrator, unless the user chooses all users.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\crfill-gui.exe
OutputDir={#Out}
OutputBaseFilename={#Name}

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Put the command crfill on the PATH"; Flags: unchecked; Check: not IsAdminInstallMode

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; The libraries of an older version are removed.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\CR-Fill Studio"; Filename: "{app}\crfill-gui.exe"; AppUserModelID: "{#Id}"
Name: "{autodesktop}\CR-Fill Studio"; Filename: "{app}\crfill-gui.exe"; Tasks: desktop

[Registry]
; Projects open in the editor. Photos have it in "Open with", and keep their default program.
Root: HKA; Subkey: "Software\Classes\.crfill"; ValueType: string; ValueData: "CRFillStudio.Project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\CRFillStudio.Project"; ValueType: string; ValueData: "CR-Fill Studio project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CRFillStudio.Project\DefaultIcon"; ValueType: string; ValueData: "{app}\crfill-gui.exe,0"
Root: HKA; Subkey: "Software\Classes\CRFillStudio.Project\shell\open\command"; ValueType: string; ValueData: """{app}\crfill-gui.exe"" ""%1"""
Root: HKA; Subkey: "{#Types}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "CR-Fill Studio"; Flags: uninsdeletekey
Root: HKA; Subkey: "{#Types}\shell\open\command"; ValueType: string; ValueData: """{app}\crfill-gui.exe"" ""%1"""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".tiff"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".avif"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".bmp"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".heic"; ValueData: ""
Root: HKA; Subkey: "{#Types}\SupportedTypes"; ValueType: string; ValueName: ".heif"; ValueData: ""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\crfill-gui.exe"; Description: "{cm:LaunchProgram,CR-Fill Studio}"; Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath(Folder: string): Boolean;
var
  Paths: string;
begin
  Result := not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths)
    or (Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(Paths) + ';') = 0);
end;

{ Uninstalling removes the program's folder from the PATH. }
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Paths: string;
begin
  if (Step <> usPostUninstall) or not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths) then
    exit;
  Paths := ';' + Paths + ';';
  if StringChangeEx(Paths, ';' + ExpandConstant('{app}') + ';', ';', True) > 0 then
    RegWriteExpandStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Copy(Paths, 2, Length(Paths) - 2));
end;
