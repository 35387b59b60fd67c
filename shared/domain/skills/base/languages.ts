/**
 * Programming languages and their other names: npm linguist-languages 9.5.0 (MIT, (c) Ika), from GitHub Linguist (MIT).
 * Written by `local/skills/write-languages.ts`; not edited by hand.
 */
export const LANGUAGES = `1C Enterprise
4D
ABAP
ABAP CDS
AGS Script|ags
AIDL
AL
ALGOL
ANTLR
ASL
ASP.NET|aspx|aspx-vb
ActionScript|actionscript 3|actionscript3|as3
Ada|ada95|ada2005
Agda
Aiken
Aleo
Alpine Abuild|abuild|apkbuild
AngelScript
Answer Set Programming
Apollo Guidance Computer
AppleScript|apples|osascript
Arc
AspectJ
Assembly|asm|nasm
Asymptote
Augeas
AutoHotkey|ahk
AutoIt|au3|AutoIt3|AutoItScript
Awk
B
B4X|basic for android
BAML
BASIC
BQN
B (Formal Method)
Batchfile|bat|batch|dosbatch|winbatch
Beef
Berry
BibTeX Style
Bicep
BitBake
BlitzBasic|b3d|blitz3d|blitzplus|bplus
BlitzMax|bmax
Bluespec BH|bluespec classic
Boogie
Brainfuck
BrighterScript
Brightscript
C2hs Haskell
C3
CAP CDS|cds
CLIPS
CMake
COBOL
CQL
CUE
CWeb
C#|csharp|cake|cakescript
C++|cpp
Cadence
Cairo
Cairo Zero
CameLIGO
Cangjie
Carbon
CartoCSS|Carto
Ceylon
ChucK
Circom
Cirru
Clarion
Clarity
Classic ASP|asp
Clojure
Clue
CodeQL
CoffeeScript|coffee|coffee-script
ColdFusion|cfm|cfml|coldfusion html
ColdFusion CFC|cfc
Common Lisp|lisp
Common Workflow Language|cwl
Component Pascal
Csound|csound-orc
Csound Document|csound-csd
Csound Score|csound-sco
Cuda
Curry
Cycript
Cypher
Cython|pyrex
DIGITAL Command Language|dcl
DM|byond
DTrace|dtrace-script
Dafny
Dart
Daslang
DataWeave
DenizenScript
Dhall
Dockerfile|Containerfile
Dogescript
Dune
ECL
ECLiPSe
EQ
EdgeQL|esdl
Eiffel
Elixir
Elvish
Elvish Transcript
Emacs Lisp|cask|eask|elisp|emacs
EmberScript
Erlang
FIRRTL
FLUX
FPP
F#|fsharp
F*|fstar
Faust
Fennel
Filebench WML
Filterscript
Flix
Fluent
Forth
Fortran
Fortran Free Form
FreeBASIC
FreeMarker|ftl
Futhark
G-code
GAML
GAMS
GCC Machine Description
GDB
GDScript
GDShader
GLSL
GSC
Game Maker Language
Genero 4gl
Genshi|xml+genshi|xml+kid
Gentoo Ebuild
Gentoo Eclass
Gherkin|cucumber
Gleam
Glimmer JS|gjs
Glimmer TS|gts
Glyph
Gno|gnolang
Gnuplot
Grace
Grammatical Framework
Groovy
Groovy Server Pages|gsp|java server page
HCL|HashiCorp Configuration Language|opentofu|terraform
HIP
HLSL
Hare
Haskell
Haxe
HiveQL
HolyC
Hurl
Hy|hylang
HyPhy
IDL
IGOR Pro|igor|igorpro
IL Assembly|ilasm|msil
ISPC
Idris
ImHex Pattern Language|ImHex|ImHexPatternLanguage|imhexpl
ImageJ Macro|ijm
Imba
Ink
Inno Setup
Ioke
Isabelle
Isabelle ROOT
JASS|jass2
JCL
JFlex
JSONiq
Jac
Jai
Janet
Jasmin
Java
JavaScript|node
JavaScript+ERB
Java Server Pages|jsp
Java Template Engine|jte
JetBrains MPS|mps
Jison
Jison Lex
Jsonnet
Julia
Julia REPL
KCL
KFramework
KRL
Kaitai Struct|ksy
KakouneScript|kak|kakscript
KerboScript
KoLmafia ASH
Koka
Kotlin
LFE
LLVM
LOLCODE
LSL
LabVIEW
Lambdapi
Langium
Lasso|lassoscript
Lean 4|lean4
Lex|flex
LigoLANG
LilyPond
Linear Programming
Linker Script
Liquidsoap
Literate Agda
Literate CoffeeScript|litcoffee
Literate Haskell|lhaskell|lhs
LiveCode Script
LiveScript|live-script
Lobster
LookML
LoomScript
Lua
Luau
M4
M4Sugar|autoconf
MATLAB|octave
MAXScript
MLIR
MQL4
MQL5
MUF
Makefile|bsdmake|make
Mako
Mathematical Programming System
MeTTa
Meson
MiniD
MiniScript
MiniZinc
Modula-2
Modula-3
Module Management System
Monkey C
Moocode
MoonBit
MoonScript
Motorola 68K Assembly|m68k
Myghty
NASL
NCL
NMODL
NSIS
NWScript
Nasal
Nearley
NetLinx
NetLinx+ERB
NetLogo
NewLisp
Nextflow
Nickel
Nix|nixos
Noir|nargo
NumPy
Nushell|nu-script|nushell-script
OCaml
OMNeT++ MSG|omnetpp-msg
OMNeT++ NED|omnetpp-ned
Oberon
Objective-C|obj-c|objc|objectivec
Objective-C++|obj-c++|objc++|objectivec++
Objective-J|obj-j|objectivej|objj
Omgrofl
Opa
OpenCL
OpenEdge ABL|progress|openedge|abl
OpenQASM
OpenRC runscript|openrc
OpenSCAD
Open Policy Agent
OverPy|opy
OverpassQL
Ox
Oxygene
P4
PDDL
PEG.js
PHP|inc
PLSQL
PLpgSQL
POV-Ray SDL|pov-ray|povray
Pact
Parrot Assembly|pasm
Parrot Internal Representation|pir
Pascal|delphi|objectpascal
Pawn
Perl|cperl
PicoLisp
PigLatin
Pkl
PogoScript
Polar
Portugol
PowerBuilder
PowerShell|posh|pwsh
Power Query|powerquery
Praat
Pro*C
Procfile
Promela
Propeller Spin
Puppet
PureBasic
PureScript
Pyret
Python|py3|python3|rusthon
Python console|pycon
QML
QMake
Q#|qsharp
Qt Script
Quake
QuakeC
QuickBASIC|qbasic|qb64|classic qbasic|classic quickbasic
Quint
RAScript
REALbasic
REXX|arexx
RPC|rpcgen|oncrpc|xdr
RPGLE|ile rpg|sqlrpgle
Racket
Ragel|ragel-rb|ragel-ruby
Rascal
ReasonLIGO
Redcode
Redscript
Ren'Py|renpy
RenderScript
Rez
Rhai
RobotFramework
Roc
Rocq Prover|coq|rocq
RouterOS Script
Ruby|jruby|macruby|rake|rbx
Rust
SAS
SIP
SMT
SQF
SQLPL
SWIG
Sail
Salt|saltstack|saltstate
Scala
Scenic
Scilab
ShaderLab
Shell|shell-script|bash|zsh|envrc
ShellSession|bash session|console
Sieve
Singularity
Slang
SmPL|coccinelle
Smalltalk|squeak
Smarty
Smithy
Snakemake|snakefile
SourcePawn|sourcemod
Standard ML|sml
Starlark|bazel|bzl
Stata
SuperCollider
SurrealQL|surql
Swift
SystemVerilog
TI Program
TL-Verilog
TLA
TSQL
TSX|typescriptreact
TXL
Tact
Talon
Tape|vhs
Tcl|sdc|xdc
Tcsh
Teal
Terra
Thrift
Toit
Tolk
Tree-sitter Query|tsq
TypeScript
TypeSpec|tsp
Typst|typ
Unified Parallel C
Unix Assembly|gas|gnu asm|unix asm
UnrealScript
Untyped Plutus Core
UrWeb|Ur/Web
V|vlang
VBA|visual basic for applications
VBScript
VCL
VHDL
Vala
Verilog
Verse
Vim script|vim|viml|nvim|vimscript
Visual Basic .NET|visual basic|vbnet|vb .net|vb.net
Visual Basic 6.0|vb6|vb 6|visual basic 6|visual basic classic|classic visual basic
Vyper
WDL|Workflow Description Language
WGSL
WebAssembly|wast|wasm
WebIDL
Witcher Script
Wolfram Language|mathematica|mma|wolfram|wolfram lang
Wollok
XC
XProc
XQuery
XS
XSLT|xsl
Xmake
Xojo
Xonsh
Yacc
Yul
ZAP
ZIL
ZenScript
Zephir
Zig
eC
fish
hoon
jq
mIRC Script
mcfunction
mupad
nesC
ooc
sed
ucode
wisp
xBase|advpl|clipper|foxpro`;
