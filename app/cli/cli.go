// Package cli is the program without its window: one file per sub-command, for
// scripts and for headquarters' servers. It turns arguments into calls of the
// same packages the window uses, and errors into exit codes, once.
package cli

import (
	"context"
	"encoding/json"
	"io"
	"sort"
	"strings"
	"time"

	"hallcheck/app/config"
	"hallcheck/assets"
	"hallcheck/checklist"
)

// Program is what the program calls itself.
type Program struct {
	ID, Name, Version string
	Build             int
}

// env is what one run of a sub-command works with.
type env struct {
	ctx  context.Context
	prog Program
	cfg  config.Config
	in   io.Reader
	out  io.Writer // results, and nothing else
	err  io.Writer // messages and progress
	now  func() time.Time
}

// command is one sub-command.
type command struct {
	spec  string // its flags, see parse
	least int    // arguments besides flags
	most  int    // -1 = any number
	run   func(*env, *arguments) error
}

// commands is the whole command line; groups with a second word have it in the name.
var commands map[string]command

func init() {
	commands = map[string]command{
		"checklist list":     {"", 0, 0, checklistList},
		"checklist show":     {"", 1, 1, checklistShow},
		"checklist validate": {"", 1, -1, checklistValidate},
		"checklist import":   {"", 1, -1, checklistImport},
		"checklist export":   {"out=", 1, 1, checklistExport},
		"score":              {"checklist= answers= grade= phase= pressure= position=", 0, 0, score},
		"init":               {"face= org= branch-code= branch-name= grade= traffic= user= role= hq-card=", 0, 0, setup},
		"export":             {"to= again secret-file= fingerprint=", 0, 0, export},
		"import":             {"recovery-key= secret-file= fingerprint=", 1, -1, importBundles},
		"sync":               {"once now every=", 0, -1, syncRoads},
		"road add":           {"name= secret-file= fingerprint= keep=", 1, 1, roadAdd},
		"road list":          {"", 0, 0, roadList},
		"road test":          {"", 1, 1, onRoad(roadTest)},
		"road trust":         {"fingerprint=", 1, 1, onRoad(roadTrust)},
		"road secret":        {"secret-file=", 1, 1, onRoad(roadSecret)},
		"road on":            {"", 1, 1, onRoad(roadOn)},
		"road off":           {"", 1, 1, onRoad(roadOff)},
		"road remove":        {"", 1, 1, onRoad(roadRemove)},
		"device list":        {"branch-code=", 0, 0, deviceList},
		"device approve":     {"", 1, 1, deviceApprove},
		"device retire":      {"", 1, 1, deviceRetire},
		"device revoke":      {"reason=", 1, 1, deviceRevoke},
		"device reset":       {"from=", 1, 1, deviceReset},
		"device settle":      {"reason=", 1, 1, deviceSettle},
		"device silent":      {"days=", 0, 0, deviceSilent},
		"device renew":       {"", 0, 0, deviceRenew},
		"policy show":        {"", 0, 0, policyShow},
		"policy set":         {"redaction= min-app= sync-days= passwords= two-people=", 0, 0, policySet},
		"policy publish":     {"", 0, 0, policyPublish},
		"policy rekey":       {"lost", 0, 0, policyRekey},
		"branch import":      {"", 1, 1, branchImport},
		"branch list":        {"", 0, 0, branchList},
		"people import":      {"", 1, 1, peopleImport},
		"hq-card":            {"out=", 0, 0, hqCard},
		"enrol":              {"", 1, 1, enrol},
		"inspect":            {"checklist= answers= photos= mode= at= branch-code= by= grade= phase= pressure= position= override=", 0, 0, inspect},
		"list":               {"since= status= text= owner= branch-code=", 1, 1, list},
		"finding show":       {"", 1, 1, findingShow},
		"finding open":       {"text= zone= s6= severity= owner= department= due= photos= branch-code=", 0, 0, findingOpen},
		"finding assign":     {"owner= department= due= severity=", 1, -1, findingAssign},
		"finding cause":      {"text=", 1, -1, findingCause},
		"finding begin":      {"", 1, -1, findingBegin},
		"finding rectify":    {"done= photos= on-site by=", 1, -1, findingRectify},
		"finding review":     {"accept note= return=", 1, -1, findingReview},
		"finding extend":     {"due= reason= grant refuse=", 1, -1, findingExtend},
		"finding cancel":     {"reason=", 1, -1, findingCancel},
		"finding reopen":     {"reason= due=", 1, -1, findingReopen},
		"finding merge":      {"", 2, -1, findingMerge},
		"finding undo":       {"", 1, -1, findingUndo},
		"finding rates":      {"period= branch-code=", 0, 0, findingRates},
		"finding common":     {"period= checklist=", 0, 0, findingCommon},
		"review list":        {"period= checklist= state= branch-code= inspector= text=", 0, 0, reviewList},
		"review show":        {"", 1, 1, reviewShow},
		"review take":        {"", 1, -1, reviewTake},
		"review pass":        {"note=", 1, -1, reviewPass},
		"review return":      {"reason= todo=", 1, -1, reviewReturn},
		"review void":        {"reason=", 1, -1, reviewVoid},
		"review accept":      {"reason=", 1, -1, reviewAccept},
		"review lift":        {"item= sheet= reason=", 1, 1, reviewLift},
		"review appeal":      {"reason= photos=", 1, 1, reviewAppeal},
		"review rule":        {"uphold count= lift= sheet= reason=", 1, 1, reviewRule},
		"review undo":        {"", 1, -1, reviewUndo},
		"review correct":     {"answers= photos= reason= override= checklist=", 1, 1, reviewCorrect},
		"person add":         {"role= position= branch-code=", 1, 1, personAdd},
		"review rules":       {"count= appeal-days=", 0, 0, reviewRules},
		"inbox list":         {"all", 0, 0, inboxList},
		"inbox preview":      {"", 0, -1, inboxPreview},
		"inbox import":       {"", 0, -1, inboxImport},
		"inbox accept":       {"", 1, -1, inboxAccept},
		"inbox return":       {"words=", 1, -1, inboxReturn},
		"inbox discard":      {"reason= delete", 1, -1, inboxDiscard},
		"inbox source":       {"add= remove=", 0, 0, inboxSource},
		"board":              {"period= state= text= open xlsx=", 0, 0, board},
		"board chase":        {"period= state= text= out=", 0, 0, chase},
		"board due":          {"ordinary= important= partner=", 0, 1, boardDue},
		"board contact":      {"name= phone=", 1, 1, boardContact},
		"rank":               {"period= from= to= checklist= composite= peer-group= shrink= xlsx= pdf=", 0, 0, rank},
		"rank composites":    {"", 0, 0, rankComposites},
		"rank composite":     {"name= weights= drop", 1, 1, rankComposite},
		"rank rules":         {"coverage= low= small= shrink=", 0, 0, rankRules},
		"rank trend":         {"period= from= to= checklist= branch-code= peer-group=", 0, 0, rankTrend},
		"rank losses":        {"period= from= to= checklist= branch-code=", 0, 0, rankLosses},
		"rank inspectors":    {"period= from= to= checklist=", 0, 0, rankInspectors},
		"target list":        {"period= from= to= branch-code=", 0, 0, targetList},
		"target set":         {"period= from= to=", 3, 3, targetSet},
		"target drop":        {"period= from= to=", 2, 2, targetDrop},
		"target suggest":     {"period= from= to= checklist= composite= branch-code= save", 0, 0, targetSuggest},
		"target import":      {"", 1, 1, targetImport},
		"target export":      {"period= from= to= branch-code= out=", 0, 0, targetExport},
		"report sheet":       {"out=", 1, 1, reportSheet},
		"report blank":       {"out=", 1, 1, reportBlank},
		"report notice":      {"out= number= since= status= text= owner= branch-code=", 0, -1, reportNotice},
		"report findings":    {"out= since= status= text= owner= branch-code=", 0, -1, reportFindings},
		"report album":       {"out= since= status= text= owner= branch-code=", 0, -1, reportAlbum},
		"report bulletin":    {"out= period= from= to= checklist= composite= peer-group= " + planFlagSpec, 0, 1, reportBulletin},
		"bulletin new":       {"period= from= to= checklist= composite= peer-group= " + planFlagSpec, 0, 0, bulletinNew},
		"bulletin list":      {"", 0, 0, bulletinList},
		"bulletin show":      {"", 1, 1, bulletinShow},
		"bulletin issue":     {"", 1, 1, bulletinIssue},
		"bulletin reissue":   {"reason=", 1, 1, bulletinReissue},
		"bulletin publish":   {"", 1, 1, bulletinPublish},
		"bulletin drop":      {"", 1, 1, bulletinDrop},
		"bulletin export":    {"out=", 1, 1, bulletinExport},
		"report slides":      {"out= deck= period= title= names checked branch-code=", 0, -1, reportSlides},
		"bright add":         {"text= people= zone= photos= branch-code=", 0, 0, brightAdd},
		"bright list":        {"period= branch-code=", 0, 0, brightList},
		"calendar import":    {"working=", 1, 1, calendarImport},
		"calendar show":      {"", 0, 0, calendarShow},
		"privacy":            {"required= keep-days= now", 0, 0, privacy},
		"hall plan":          {"arrivals= handling= target=", 0, 0, hallPlan},
		"photos show":        {"", 0, 0, photosShow},
		"photos move":        {"secret-file=", 1, 1, photosMove},
		"account list":       {"", 0, 0, accountList},
		"account set":        {"", 0, 0, accountSet},
		"account reset":      {"", 1, 1, accountReset},
		"account rules":      {"idle=", 0, 1, accountRules},
		"check":              {"read-data", 0, 0, check},
		"backup":             {"out=", 0, 0, backup},
		"restore":            {"", 1, 1, restore},
		"generate":           {"halls= months= seed= until=", 0, 0, generate},
		"demo":               {"dir= halls= seed= photos=", 0, 0, runDemo},
		"version":            {"", 0, 0, version},
		"help":               {"", 0, 2, help},
	}
}

// Run does one sub-command and returns the exit code: 0 done, 1 failed, 2 wrong
// usage, 3 input refused (nothing changed), 4 busy, 5 damaged data found.
func Run(ctx context.Context, prog Program, cfg config.Config, args []string, in io.Reader, out, errs io.Writer) int {
	e := &env{ctx: ctx, prog: prog, cfg: cfg, in: in, out: out, err: errs, now: time.Now}
	err := e.dispatch(args)
	if err != nil {
		return Refuse(cfg, err, out, errs)
	}
	return 0
}

func (e *env) dispatch(args []string) error {
	switch args[0] {
	case "-h", "--help":
		args = append([]string{"help"}, args[1:]...)
	case "-v", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	name, rest := args[0], args[1:]
	if len(rest) > 0 {
		if _, ok := commands[name+" "+rest[0]]; ok {
			name, rest = name+" "+rest[0], rest[1:]
		}
	}
	c, ok := commands[name]
	if !ok {
		if group(name) == nil {
			return wrongUse("", "usage.command", "command", name)
		}
		for _, a := range rest {
			if a == "-h" || a == "--help" {
				return help(e, &arguments{rest: []string{name}})
			}
		}
		return wrongUse(name, "usage.second", "command", name, "given", strings.Join(append(rest, "")[:1], ""), "words", strings.Join(group(name), ", "))
	}
	a, err := parse(name, c.spec, rest)
	if err != nil {
		return err
	}
	if a.help {
		return help(e, &arguments{rest: strings.Fields(name)})
	}
	if len(a.rest) < c.least {
		return wrongUse(name, "usage.fewArgs")
	}
	if c.most >= 0 && len(a.rest) > c.most {
		return wrongUse(name, "usage.manyArgs", "arg", a.rest[c.most])
	}
	return c.run(e, a)
}

// group lists the second words of a command that needs one; nil = no such group.
func group(name string) []string {
	var out []string
	for c := range commands {
		if second, ok := strings.CutPrefix(c, name+" "); ok {
			out = append(out, second)
		}
	}
	sort.Strings(out)
	return out
}

// t is a text of the chosen language.
func (e *env) t(key string, pairs ...string) string { return assets.T(e.cfg.Lang, key, pairs...) }

// name is a text of a checklist in the chosen language.
func (e *env) name(t checklist.Text) string { return t.In(checklist.Lang(e.cfg.Lang)) }

// say writes one message line to stderr.
func (e *env) say(key string, pairs ...string) { _, _ = io.WriteString(e.err, e.t(key, pairs...)+"\n") }

// answer writes the result: doc as the one JSON document with --json, else what
// human writes.
func (e *env) answer(doc any, human func(io.Writer) error) error {
	if e.cfg.JSON {
		return writeJSON(e.out, doc)
	}
	return human(e.out)
}

func writeJSON(w io.Writer, doc any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
