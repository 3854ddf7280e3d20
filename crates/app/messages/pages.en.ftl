# 页面与办公室 / Pages and the office. Columns of the same key in both languages.

page-brand = Gangmu
page-home = Home
page-returns = Returns
page-openings = Openings
page-standing = Class table
page-framework = Framework
page-accounts = Accounts
page-log = Log
page-skip = Skip to the page
page-looks = Language and theme
page-dark = Dark
page-light = Light
page-sign-out = Sign out
page-pages = Pages
page-units = Units
page-place = Place
page-find = Find a unit
page-find-it = Find
page-show = Show
page-next = Next page
page-before = Page before
page-comma = {", "}
page-semicolon = {"; "}
page-foot = Gangmu { $version } · data as of { $moment } · programme version { $number }, hash { $hash }
error-what = What happened
error-next = What to do
error-code = Code
error-kept = Nothing was changed; drafts that were saved are still there
sign-in-title = Sign in
sign-in-answer = For bodies that report, review or assess
sign-in-login = Account
sign-in-passphrase = Passphrase
sign-in-do = Sign in
sign-in-small-print = Records of signing in are kept for 180 days, for auditors of access only
welcome-title = Choose a passphrase
welcome-answer = This link works once; only you know the passphrase, no administrator can set or see it
welcome-passphrase = New passphrase
welcome-hint = At least 12 characters; some words in a row are easiest to remember
welcome-do = Keep it
home-due = { $count } { SAME($count, "1") ->
        [yes] return
       *[no] returns
    } due
home-back = { $count } came back
home-waiting = { $count } { SAME($count, "1") ->
        [yes] waits
       *[no] wait
    } for your review
home-nothing = Nothing waits for you
home-none-due = No return is due; those of the next opening will stand here
home-none-waiting = No return waits for review
home-due-caption = Due
home-waiting-caption = Waiting for me
home-all-returns = All returns
home-overdue = { $count } overdue below you
home-stuck = { $count } waiting too long for somebody’s review
home-overdue-caption = Overdue, never submitted
home-all-overdue = All { $count } that are overdue
home-stuck-caption = Submitted, and waiting more than five working days for the review of another
home-all-stuck = All { $count } that wait too long
home-since = Since you were here before, { $when }
home-no-changes = Nothing has changed since
state-stuck = waiting too long
returns-form = Form
returns-unit = Unit
returns-period = Period
returns-due = Due
returns-left = Time left
returns-state = State
returns-any = any
returns-none = No return fits
returns-caption = Returns
returns-complete = Submitted
returns-late = Late among them
returns-came-back = To be corrected
returns-answer = Of { $asked }, { $submitted } { SAME($submitted, "1") ->
        [yes] is
       *[no] are
    } submitted, { $accepted } accepted, { $overdue } overdue
state-open = open
state-submitted = submitted
state-returned = came back
state-accepted = accepted
state-overdue = overdue
state-late = late
clock-past = { $days } { SAME($days, "1") ->
        [yes] day
       *[no] days
    } late
clock-hours = { $hours } { SAME($hours, "1") ->
        [yes] hour
       *[no] hours
    }
clock-days = { $days } { SAME($days, "1") ->
        [yes] day
       *[no] days
    }
entry-answer = { $done } of { $asked } cells done, { $left }{ SAME($back, "0") ->
        [yes] {""}
       *[no] ; { $back } came back
    }{ SAME($odd, "0") ->
        [yes] {""}
       *[no] ; { $odd } { SAME($odd, "1") ->
            [yes] looks odd
           *[no] look odd
        }
    }
entry-answer-read = { $state }: { $done } of { $asked } cells
entry-review-it = Review it
entry-keys = Arrow keys and Enter go from cell to cell, Ctrl+Z takes back; a block copied from a spreadsheet can be pasted into the first cell. What you type is kept as a draft
entry-cells = Cells of the form
entry-element = Element
entry-last = Last period, { $period }
entry-this = This period, { $period }
entry-status = Status
entry-note = Note
entry-check = Check
entry-definition = definition
entry-measure = Unit of measure: { $unit }.
entry-held = Held already by: { $by }.
entry-also-on = Also on: { $forms }.
entry-rules = Rules of this form: { $count }
entry-rule-error = (stops the form)
entry-rule-warning = (told, does not stop the form)
cell-answer = Figures on record for { $periods } { SAME($periods, "1") ->
        [yes] period
       *[no] periods
    }{ SAME($replaced, "0") ->
        [yes] {""}
       *[no] ; { $replaced } { SAME($replaced, "1") ->
            [yes] was replaced
           *[no] were replaced
        }
    }
cell-caption = Figures on record
cell-value = Figure
cell-entry = Log entry
cell-replaced = replaced
cell-returned = Why it came back
cell-answered = answered
cell-open = to be answered
entry-past = What became of it
entry-came-back = Came back: { $reason }
entry-theirs = { $who } wrote { $value } meanwhile
entry-save = Save draft
entry-submit = Submit
entry-history = Reviews
entry-known = known
entry-estimated = estimated
entry-not-applicable = not applicable
entry-missing = not to be had
grid-saved = Saved { $time }
grid-saving = Saving
grid-offline = Not saved: kept in this page, trying again
grid-conflict = { $who } changed this to { $theirs } meanwhile
grid-keep-mine = Keep mine
grid-take-theirs = Take theirs
grid-undone = Undone
grid-pasted = Cells pasted: { $count }
grid-pasted-over = cells that did not fit: { $count }
grid-stopped = Not saved: { $detail }
grid-sign-in = your session has ended. Sign in again in another window; what you typed stays here
workbook-title = As a workbook
workbook-download = Download this form (.xlsx)
workbook-file = The form, filled in
workbook-upload = Upload it
workbook-hint = Fill in “this period”; where there is no figure, choose why under “status”. Upload it on the page it came from
extend-title = Extend the deadline
extend-until = Until the end of
extend-reason = Why (it goes on record)
extend-do = Extend
review-title = Review: { $form }, { $unit }, { $period }
review-answer = { $odd } of { $asked } cells { SAME($odd, "1") ->
        [yes] looks
       *[no] look
    } odd
review-found = Cells with findings
review-plain = Cells without
review-submitted = Submitted
review-came-back = Came back before
review-back = Send back, and why
review-back-it = Send back { $element }
review-reason = Reason to send back { $element }
review-pass = Pass
review-return = Send the marked cells back
review-returned = sent cells back
review-accepted = accepted
review-forwarded = passed on
openings-answer = { $count } { SAME($count, "1") ->
        [yes] opening
       *[no] openings
    }
openings-of = Filled in by
openings-cells = Cells
openings-open = Open
openings-next = Next period
openings-due = due { $due }
openings-period = Period of { $form }
openings-do = Open
class-finding = Of { $of }, { $above } { SAME($above, "1") ->
        [yes] is
       *[no] are
    } surely above the middle, { $below } surely below, { $level } cannot be told apart from it
class-above = surely above
class-below = surely below
class-level = cannot be told
class-no-place = no place
class-place = Place
class-points = Points
class-grade = Grade
class-interval = Interval of place
class-against = Against the middle
class-choice = Classes
class-chart = Places in class { $class }, with intervals
class-chart-text = A line for each unit: the dot is its place, the stroke its interval. The table below holds the figures
class-table = Places in class { $class }
class-draws = Intervals over { $draws } draws of the figures, 5 % left out at either end
unit-answer = { $points } points{ SAME($grade, "") ->
        [yes] {""}
       *[no] , grade { $grade }
    }{ SAME($rank, "") ->
        [yes] ; no place
       *[no] ; place { $rank } of { $size } in class { $class }
    }{ SAME($tied, "") ->
        [yes] {""}
       *[no] ; cannot be told apart from { $tied }
    }
unit-tied-many = { $count } { SAME($count, "1") ->
        [yes] other
       *[no] others
    }
unit-no-standing = Not assessed at this level; the units below it and their returns follow
unit-how = How the points came about
unit-chart = Points by group, against the middle of the class
unit-chart-text = One bar a group, as a share of its points; a stroke marks the middle of the class. The table below holds the figures
unit-groups = Points by group
unit-group = Group
unit-of = Of
unit-middle = Middle of the class
unit-most-lost = Where most points are lost
unit-lost = { $lost } of { $most } lost
unit-items = Items
unit-item = Item
unit-below = Units below
figures-title = { $unit }: figures submitted
figures-answer = Of { $asked } { SAME($asked, "1") ->
        [yes] return
       *[no] returns
    }, { $submitted } { SAME($submitted, "1") ->
        [yes] is
       *[no] are
    } submitted, { $accepted } accepted{ SAME($returned, "0") ->
        [yes] {""}
       *[no] , { $returned } came back
    }
figures-caption = Figures of the unit and of those below it
figures-progress = { $submitted } of { $asked } submitted, { $accepted } accepted
figures-missing = missing
figures-suppressed = held back
figures-undefined = cannot be worked out
figures-elements-before = Elements before
figures-elements-next = More elements
figures-hint = The first line is the unit itself: its own figure, or the sum of those below. A sum of which a part is missing is missing
unit-figures = Figures submitted, with those below
search-answer = { $count } found
explain-title = How { $unit } came to its points
explain-title-item = How { $unit } came to its points of { $item }
explain-to-unit = The page of this unit
framework-answer = { $indicators } indicators, { $elements } elements, { $datasets } forms
framework-tree = Tree
framework-datasets = Forms
framework-issuer = Issued by
framework-frequency = How often
framework-formula = Formula
framework-source = Source
framework-judged = judged by checklist, ratings or grades
frequency-annual = every year
frequency-half-yearly = every half year
frequency-quarterly = every quarter
frequency-monthly = every month
frequency-weekly = every week
frequency-once = once
accounts-answer = An account is a post of a body, not a person
account-answer = Account { $login }
account-body = Body and post
account-body-id = Id of the body
account-post = Post
account-post-hint = The post and no name, such as “reporting desk”
account-new = New account
account-make = Make it
account-open = open
account-invited = invited
account-disabled = disabled
account-invitation = Give this link to the post; it is shown once and holds for seven days:
account-no-grants = No role is granted yet
account-grants = Roles
account-grant = Grant a role
account-grant-do = Grant
account-role = Role
account-unit = On this unit and below
account-end = Take back
account-invite = Invite anew
account-disable = Disable
account-enable = Enable
role-designer = designer
role-supervisor = supervisor
role-reviewer = reviewer
role-reporter = reporter
role-reader = reader
role-steward = steward
role-auditor = auditor of access
role-operator = operator
log-answer = The log has { $seq } entries; it is added to and never changed
log-number = Number
log-when = When
log-act = What
log-subject = About
log-post = By
log-detail = Detail
demo-made = An office to look around in is in { $dir }. Who can sign in:
demo-passphrase = The passphrase of each: { $passphrase }
serve-listens = The office is on http://{ $address } until Ctrl+C
invite-again = The account { $login } is there already. Give this link to the post; it works once and holds for seven days:
invite-made = The account { $login } is made. Give this link to the post; it works once and holds for seven days:
store-imported = Brought in as version { $number }, with { $rows } observations, hash { $hash }
store-exported = { $files } files written to { $dir }
store-sound = Sound
store-backed-up = Copied to { $dir }; the copy is whole
store-restored = An office is in { $dir } from the copy
office-broken = The office cannot run: { $reason }
act-bring-version = version brought in
act-make-account = account made
act-invite = invited
act-disable-account = account disabled
act-enable-account = account enabled
act-see-holder = holder looked up
act-erase-holder = holder erased
act-choose-passphrase = passphrase chosen
act-turn-day = tree of a new day
act-grant = role granted
act-end-grant = role taken back
act-open = data set opened
act-extend = deadline extended
act-submit = return submitted
act-return-cells = cells sent back
act-pass-on = return passed on
act-accept = return accepted
B001 = Your role does not allow this here ({ $verb }).
B001-next = Ask a post that may do it, or the steward of your unit for the role.
B002 = Nobody is signed in.
B002-next = Sign in and ask again.
B003 = There is nothing here, or nothing that you may see.
B003-next = Go on from the home page, or look for the unit by its name.
B004 = Too much is asked at the moment.
B004-next = Wait a little and try again; drafts are kept.
B005 = The server has no room left; nothing was kept.
B005-next = Tell the operator; work goes on when there is room again.
B006 = Something broke at the server; nothing was changed.
B006-next = Try again; if it stays so, tell the operator when it happened.
B007 = There is no account yet.
B007-next = The operator makes the first one at the machine, with `gangmu invite`.
B010 = Account and passphrase do not go together.
B010-next = Check both and try again; if the passphrase is lost, ask the steward for a new invitation.
B011 = The passphrase is too short: it has at least { $shortest } characters.
B011-next = Take some words in a row.
B012 = The invitation does not hold any more.
B012-next = Ask the steward for a new one.
B013 = Too many wrong passphrases were tried under this name; nobody is let in with it for { $minutes } minutes.
B013-next = Come again then; or ask the steward for a new link, and choose another passphrase.
B020 = `{ $login }` cannot be the name of an account.
B020-next = Use letters, digits and . - _ @, at most 80.
B021 = The account `{ $login }` is there already.
B021-next = Choose another name.
B022 = There is no body `{ $body }`.
B022-next = Give the id of a body of `bodies.csv`.
B023 = No post is given.
B023-next = Say which post it is, such as “reporting desk”.
B024 = Nobody disables the own account.
B024-next = Ask another steward.
B025 = This account holds a role that you cannot grant ({ $role }).
B025-next = Ask the steward above, or the operator at the machine.
B030 = There is no role `{ $role }`.
B030-next = Choose one of the list.
B031 = Nobody grants a role to the own account.
B031-next = Ask another steward.
B032 = The role “{ $role }” is granted at the top of the tree only, by who may grant there.
B032-next = Ask the steward at the top.
B033 = The roles “{ $role }” and “{ $other }” over the same unit must be kept apart.
B033-next = Choose another post, or take back the role “{ $other }” first.
B040 = No programme was brought in yet.
B040-next = The operator brings one in with `gangmu store import`.
B041 = This very folder is on record already.
B041-next = Change something before bringing it in anew.
B043 = There is no data set `{ $dataset }`.
B043-next = Choose one of the list.
B044 = The data set `{ $dataset }` is not asked for a period such as `{ $period }`.
B044-next = Write 2025-06 for a month, 2025Q2 for a quarter, 2025 for a year.
B045 = `{ $dataset }` is open for `{ $period }` already.
B045-next = Look among the returns.
B046 = No reason is given.
B046-next = Say why; the reason goes on record.
B047 = { $day } is not later than the deadline there is.
B047-next = Choose a later day.
B048 = The data set `{ $dataset }` is not in the programme any more.
B048-next = Ask the designer of the programme.
B049 = The cell `{ $element }` cannot be kept like this.
B049-next = Open the form anew; a value has at most 200 characters, a note 2,000.
B050 = The time for this return is over.
B050-next = The draft is kept; ask for an extension.
B051 = The return cannot be changed now (state: { $state }).
B051-next = Ask the reviewers to send back what is to be corrected.
B052 = The return was submitted or sent back since you opened it.
B052-next = Open it anew.
B053 = It is marked as having no value, and there is one.
B053-next = Take the value out, or change the status.
B054 = There cannot be fewer than none.
B054-next = Check the figure.
B055 = A number of things is mostly whole.
B055-next = Check the decimals, or say why in the note.
B056 = More than twice or less than half of { $before }, the last period.
B056-next = Check the figure, or say why in the note.
B057 = { $count } cells are neither filled in nor marked: { $first } and so on.
B057-next = Fill them in, or mark them as not applicable or not to be had.
B058 = This key was used for another request.
B058-next = Draw another key.
B059 = Somebody else changed the same cells meanwhile; nothing was kept.
B059-next = Compare both values, then save again.
B060 = Nobody reviews what the own body has submitted.
B060-next = Another body reviews it.
B061 = The return has changed since you opened it.
B061-next = Open it anew and decide then.
B062 = The return (state: { $state }) waits for nobody's review.
B062-next = Look among the returns.
B063 = `{ $element }` has no reason, or is not of this form.
B063-next = Give a reason for each cell that is sent back.
B064 = No cell is marked to be sent back.
B064-next = Mark the cells and say why, or pass the return.
B066 = The time for `{ $dataset }` of `{ $period }` is over before it begins.
B066-next = Choose a later period, or allow more time in the programme.
B067 = Cells that came back are not answered: { $first }.
B067-next = Correct each, or say in its note why it stays.
B069 = There is no status “{ $status }”.
B069-next = Choose one of the list.
B070 = The cell `{ $element }` did not come back and cannot be changed now.
B070-next = Put its figure back, or ask the reviewers to send it back.
B071 = The rule `{ $rule }` of this form does not hold: { $text }.
B071-next = Look at the figures once more; where they are right, say why in the note.
B080 = PostgreSQL is not copied by this program.
B080-next = Use `pg_dump` and `pg_restore`, and copy the folder `evidence`.
B081 = What was to be made is there already; nothing was changed.
B081-next = Name a file or a folder that is not there.
B082 = The copy is not whole, or is no store of an office ({ $reason }).
B082-next = Take another copy; `gangmu store check` tells whether a store is sound.
B083 = The store was made by a later version (migration { $found }; this one knows { $known }).
B083-next = Open it with the later version.
B084 = There is no office in { $dir }.
B084-next = Name the folder of the office with `--data`; `gangmu store import` makes one.
B068 = Cells are marked to be sent back, and it was not said to send them.
B068-next = Press “Send the marked cells back”, or take the marks away and pass.
B090 = This is done by who is signed in, and not by a token.
B090-next = Sign in with the passphrase of the post.
B091 = A token has a label of at most { $label } characters, at least one verb, and 1 to { $days } days.
B091-next = Send all three.
B092 = There are { $most } tokens already.
B092-next = End one that is not needed any more.
B093 = The account may not do this, so no token may: { $verb }.
B093-next = Take verbs that the own account tells.
B094 = The token does not hold.
B094-next = Make a new one when signed in, and send it as `Authorization: Bearer …`.
B095 = A holder has a name of at most { $name } characters, and an address of at most { $address }.
B095-next = Send both; the address may be empty.
B100 = What was sent cannot be read: { $reason }.
B100-next = Compare it with the description at `/api/openapi.json`.
B101 = What was sent is not called JSON.
B101-next = Send it with `Content-Type: application/json`.
B102 = What was sent holds more than { $most } MiB.
B102-next = Send less at a time.
B103 = `{ $period }` is no period.
B103-next = Write it like 2025, 2025H1, 2025Q3 or 2025-09.
B104 = This address does not know the method.
B104-next = See the description at `/api/openapi.json`.
B105 = The same request is being worked on.
B105-next = Ask again in a minute; the answer is kept.
B106 = A key has 1 to { $most } visible ASCII characters.
B106-next = Draw another, such as a UUID.
B107 = What was sent is not called a workbook.
B107-next = Send it with `Content-Type: { $type }`.
act-make-token = token made
act-end-token = token ended
act-set-holder = holder named
page-me = My post
me-answer = { $body }, { $post }, signed in as { $login }
me-holder = Who holds the post
me-holder-text = Only your own body and auditors of access see it; it is in no log and no export, and can be erased
me-name = Name
me-address = Where to reach them
me-keep = Keep
me-forget = Erase
me-tokens = Tokens of programs
me-tokens-text = A program carries a token in place of the passphrase; it never reaches further than today. What it can ask:
me-label = What it is for
me-verbs = What it may do
me-ends = Holds until
me-end = End it
me-days = For how many days
me-make = Make a token
me-token-made = Made. The program carries this; it is shown once:
verb-see = look at figures, returns and results
verb-enter = fill in and submit the own returns
verb-review = review returns that wait at the own unit
verb-open = open forms, extend deadlines
verb-define = bring in versions of the programme
verb-grant = make accounts, grant roles
verb-audit = search the log
verb-operate = look after the installation
account-holder = Look up who holds the post
account-holder-text = This goes on record
account-holder-none = Nobody is named as holder
B108 = What was sent came from a page of another address, and was not taken.
B108-next = Open the office by its own address and do it there; where it happens there too, the operator looks whether the proxy passes `Host`.
B109 = The answer took too long, and was given up.
B109-next = Look whether it was done before you try again; ask for less at a time.
B120 = `{ $word }` is not among the words the programme has for events.
B120-next = { near }Choose one of the list; what no scheme names, no result could look at.
B121 = Something was done to it meanwhile.
B121-next = Look at it anew, then decide.
B122 = A text is longer than { $limit } characters, or holds an identity number, a telephone number or an e-mail address.
B122-next = Say it in fewer words, and without persons.
B123 = Nothing can have happened there on { $day }.
B123-next = Give a day that is past and on which the unit was there.
B124 = This cannot be done with it now; it is: { $state }.
B124-next = Look at its history.
B125 = `{ $body }` has a stake in it.
B125-next = A body decides that neither is what it is about, nor below it, nor delivers there, nor is ranked beside it.
B126 = Your body has had its part in it already.
B126-next = Another body takes this step.
B127 = The time for contesting it is over.
B127-next = Ask the verifier, or appeal against the result.
B129 = The counts do not fit: { $what }.
B129-next = Count every answer of the question once; valid ones add up to the responses, all of them to no more than were drawn.
B130 = The programme does not name `{ $id }` here.
B130-next = { near }Choose one of the list.
B131 = It is on record already.
B131-next = Look at what is there; a wave of a survey is recorded anew with a reason.
B132 = The rules do not know the label `{ $label }`.
B132-next = { near }Choose one of the list.
B133 = These ratings have been opened.
B133-next = No more of them are taken.
B134 = An event of that kind on that day is on record there: number { $fact }.
B134-next = Put what you know beside it as evidence.
B135 = It was reported late, and the programme names no type of event for that.
B135-next = A designer can name one under `[events]`, `late`.
B136 = It was found and not reported, and the programme names no type of event for that.
B136-next = A designer can name one under `[events]`, `hidden`.
B137 = The name of the file cannot be kept.
B137-next = Give it a short name of letters, digits, spaces and `-_.()`, with its ending, and without persons.
B138 = A file of this kind is not taken, or it is not what its name says.
B138-next = Send a PDF, PNG, JPEG, a plain text or CSV in UTF-8, or an xlsx or docx without macros.
B139 = The file is empty or larger than { $limit } MiB, or too many stand there already.
B139-next = Send a smaller one, or put it beside something else.
B140 = This office has no place for files.
B140-next = The operator gives it a folder with `--data`.
B141 = No file can be put there by you now.
B141-next = Who reports or verifies it puts evidence beside it, as long as something can still come of it.
B142 = What it arises from is not verified.
B142-next = Verify that first.
B143 = Nothing is said, or too much at once.
B143-next = Fill in at least one line.
B145 = Nobody rates the own unit.
B145-next = Somebody else rates it.
B146 = No rating of that waits to be opened.
B146-next = Look at which are sealed.
role-verifier = verifier
role-assessor = assessor
role-board = appeals board
act-report-event = event reported
act-find-event = event found
act-event-arises = event arisen from another
act-verify-fact = verified
act-refute-fact = not confirmed
act-contest-event = contested
act-decide-contest = contest decided
act-fall-with-cause = fell with its cause
act-fill-checklist = checklist filled in
act-rate = rated
act-open-ratings = ratings opened
act-record-survey = survey wave recorded
act-grade-self = self graded
act-grade = graded
act-attach-evidence = evidence added
page-facts = Facts
facts-answer = { $count } { SAME($count, "1") ->
        [yes] fact
       *[no] facts
    } on this page; { SAME($waiting, "0") ->
        [yes] none waits for you
       *[no] { $waiting } { SAME($waiting, "1") ->
            [yes] waits for you
           *[no] wait for you
        }
    }
facts-waiting = waits for me
facts-none = No fact fits; what is reported, recorded or judged will stand here
fact-new = New: { $kind }
fact-kind = Kind
fact-kind-event = event
fact-kind-survey = survey wave
fact-kind-rating = rating
fact-kind-checklist = checklist
fact-kind-grade = grades
fact-state-reported = reported
fact-state-verified = verified
fact-state-not-confirmed = not confirmed
fact-state-contested = contested
fact-state-upheld = stands after contest
fact-state-struck = struck
fact-state-filled = filled in
fact-state-self-graded = self graded
fact-state-graded = graded
fact-state-sealed = sealed
fact-state-opened = opened
fact-state-recorded = recorded
fact-state-replaced = replaced
fact-waits-verify = { $state }: waits for a body without stake to verify it; until then it counts for nothing
fact-waits-decide = { $state }: counts until a third body has decided
fact-waits-assess = { $state }: waits for the assessor; until then it counts for nothing
fact-counts = { $state }: it counts in results
fact-counts-not = { $state }: it does not count in results
fact-what = Fact
fact-by = By
fact-since = Since
fact-until = Can be contested until
fact-cause = Arises from fact
fact-says = What it says
fact-date = Date
fact-type = Type
fact-severity = Severity
fact-type-severity = Type and severity
fact-flags = Marks that apply
fact-note = Note
fact-note-of = What happened, by what it is known
fact-note-hint = No names of persons, no telephone numbers; it goes on record
fact-indicator = Indicator
fact-question = Question
fact-mode = How it was made
fact-sample = Drawn
fact-responses = Valid answers
fact-element = Element
fact-dimension = Dimension
fact-one-answer = Answer
fact-count = How many
fact-rater = Rater
fact-rating = Rating
fact-met = Met
fact-said = Said before
fact-text = By what
fact-grade = Grade
fact-self-grade = Own grade
fact-verify = Verify
fact-verify-note = What was looked at; why not, where it cannot be confirmed
fact-confirm = It is so
fact-refute = Cannot be confirmed
fact-not-met = Not met, whatever was said
fact-check-note = What was looked at; why, where it is told otherwise
fact-check-do = Verified
fact-contest = Contest it
fact-contest-do = Contest
fact-why = Why (it goes on record)
fact-decide = Decide
fact-stands = It stands
fact-falls = It is struck
fact-grade-it = Grade it
fact-history = History
fact-no-choice = The programme names nothing of this kind
fact-choose = About what
fact-unit = Unit or body, by id
fact-line = Of what
fact-value = Value
fact-is-met = met
fact-is-not-met = not met
fact-replaces = Why, where it replaces a wave on record
fact-say-do = Put on record
fact-new-event = It counts when a body without stake has verified it
fact-new-survey = Counts of answers, with the design; no answer of a single person
fact-new-rating = Sealed until all ratings of the period are opened together
fact-new-checklist = Of each element whether it is met; another body verifies it. Files of evidence follow on the next page
fact-new-grade = Grades of dimensions; the unit’s own and the assessor’s are both kept, the assessor’s counts
ratings-open = Open sealed ratings
ratings-why = They count from then on, and no more are taken
ratings-open-do = Open them
evidence-title = Evidence
evidence-none = No file yet
evidence-file = File
evidence-part = Of what
evidence-whole = all of it
evidence-size = Size
evidence-hash = Hash
evidence-hint = PDF, PNG, JPEG, text or CSV in UTF-8, xlsx or docx without macros; up to { $limit } MiB
evidence-do = Add the file
unit-facts = Facts about this unit
home-verify = { $count } { SAME($count, "1") ->
        [yes] waits
       *[no] wait
    } for verification
home-decide = { $count } contested { SAME($count, "1") ->
        [yes] waits
       *[no] wait
    } for a decision
home-assess = { $count } { SAME($count, "1") ->
        [yes] waits
       *[no] wait
    } for grades
home-contest = { $count } verified { SAME($count, "1") ->
        [yes] event
       *[no] events
    } can be contested
home-facts-caption = Facts that wait for me
home-no-facts = No fact waits for you
store-stray = No row knows this file of evidence, from an upload that came to no end; it can be deleted: { $path }
fact-found = Found by others
fact-yes = yes
verb-verify = verify events and checklists
verb-assess = rate and grade
verb-decide = decide contested events
page-integrity = Integrity
page-burden = Burden
map-to = Map
map-to-table = Class table
map-title = Map: { $scheme }
map-none = Nobody in sight is in this class; choose another class or period
map-picture = Map of class { $class }
map-picture-text = A place for each unit, with the shape of where it stands against the middle of its class. The table below holds the same
map-told = { $unit }: { $against }{ SAME($rank, "") ->
        [yes] {""}
       *[no] , place { $rank }
    }{ SAME($interval, "") ->
        [yes] {""}
       *[no] , interval { $interval }
    }
map-without = Without an outline on file:{" "}
map-outlines = Boundaries are those of the operator’s file; they say nothing about borders
map-tiles = Tiles stand for units, grouped by the unit above; their places are no places on the ground
table-download = Download (CSV)
table-class = Class
table-unit-id = Unit id
table-unit = Unit
table-rank = Place
table-from = Place from
table-to = Place to
table-grade = Grade
table-points = Points
table-deducted = Deducted
table-bonus = Bonus
serve-outlines-unknown = Boundaries: { $count } features belong to no unit of the programme and are left out. { $named }
B160 = The boundaries in `{ $file }` cannot be read: { $reason }.
B160-next = Give a GeoJSON file whose type is FeatureCollection, each feature with the id of its unit as `id` or as `properties.unit`.
B161 = The boundaries in `{ $file }` hold more than { $limit } { $what }.
B161-next = Simplify the outlines; a map is drawn to half a pixel.
B162 = In `{ $file }`, the outline of feature { $number } is none: a ring has at least three points of longitude and latitude in degrees.
B162-next = Mend the feature, or convert the file to WGS 84.
B163 = In `{ $file }`, the unit `{ $unit }` has two outlines.
B163-next = Join them into one MultiPolygon.
burden-answer = Each { $level } answers { $cells } cells a month, { $minutes }; { SAME($count, "0") ->
        [yes] no cell is asked twice
       *[no] { $count } { SAME($count, "1") ->
            [yes] cell is
           *[no] cells are
        } asked twice
    }
burden-minutes = in { $minutes } minutes
burden-minutes-least = in at least { $minutes } minutes
burden-minutes-unknown = in a time nobody has stated
burden-none = Nothing is asked: the programme has no form
burden-levels = By level, each unit
burden-level = Level
burden-cap = At most
burden-caps = Against the caps
burden-cells-month = Cells a month
burden-minutes-month = Minutes a month
burden-minutes-once = Minutes each time
burden-forms = By form
burden-unknown = unknown
burden-unknown-of = minutes of { $count } { SAME($count, "1") ->
        [yes] form is
       *[no] forms are
    } unknown
burden-once = once
burden-over = above the cap
burden-within = within the caps
burden-no-cap = no cap
burden-hint = Cells are the elements and questions on a form. Minutes are those of each element, or what the programme says a cell takes
burden-findings = Asked twice, or for nothing
burden-no-findings = Nothing is asked twice, everything asked is used, and no cap is passed
burden-accepted = Stands, as the programme says: { $reason }
burden-used = What became of the forms opened last
burden-opened = Asked
burden-accepted-of = Accepted
integrity-test-total-of-parts = Total against its parts
integrity-test-independent-source = Another source
integrity-test-heaping = Figures ending in 0 or 5
integrity-test-last-digits = Last digits
integrity-test-benford-first = First digits
integrity-test-benford-first-two = First two digits
integrity-test-bunching = Crowding at the target
integrity-test-just-met = Just met or just missed
integrity-test-copied-forward = Same as the period before
integrity-test-smoothness = Too smooth
integrity-test-growth-far = Growth unlike others
integrity-test-growth-near = Growth always average
integrity-test-near-duplicate = Two series alike
integrity-test-revision-mean = Revisions lean to one side
integrity-test-revision-direction = Revisions towards one way
integrity-test-revision-late = Late revisions towards one way
integrity-why-too-few = too few figures
integrity-why-too-few-different = too few different figures
integrity-why-too-narrow = figures do not spread enough
integrity-why-too-coarse = single cases move a rate far
integrity-why-too-many = too many series to compare
integrity-why-no-amount = shares, indices or marks, no amounts
integrity-why-no-variation = figures do not vary
integrity-why-dependent = series depend on each other
integrity-why-assigned = numbers are assigned, not counted
integrity-why-usual-here = most others do the same
integrity-why-incomplete = periods are missing
integrity-why-varies = varies too much to be smooth
integrity-why-copied = told as the same as the period before
integrity-why-parts-missing = parts are missing
integrity-why-no-direction = nobody says which way is better
integrity-why-out-of-range = figures beyond what the test can take
integrity-answer = Series that need a look: { $flags }; on average at most { $false } of them by chance
integrity-answer-none = No series in sight needs a look; { $tests } tests were made
integrity-answer-unit = { $unit }, series that need a look: { $flags }
integrity-nothing = Nothing was reported yet; series can be looked at when figures are in
integrity-year = Year
integrity-flags = Series that need a look, worst first
integrity-test = Test
integrity-series = Series
integrity-about = About
integrity-all-elements = all its figures
integrity-all-units = all of { $level } together
integrity-n = Figures
integrity-statistic = Statistic
integrity-not-applied = Tests that could not be made, in all of the programme, with the reason
integrity-why = Reason
integrity-how-many = Series
integrity-everything = All flags
integrity-unit = Series that need a look: { $count }
page-between = {", "}
clock-left = { $left } left
clock-contest = { $left } left to contest it
figures-none = No return is open for this form and period, here or below; figures that stand here were brought in with the programme
returns-none-next = Choose another form, period, unit or state above
returns-none-yet = No form has been opened yet; returns will stand here once one is
search-none = Nobody in sight is called that; try a part of the name, or an id
search-ask = Write a part of the name, or an id
home-all-facts = All facts
class-places = Places and points
class-partly = { $shown } of the { $size } in this class are in your sight; places count all of them
class-body = Body
openings-questions = Not opened: its questions are answered with grades, among the facts
account-unit-hint = The id of a unit, such as YZ05; it stands beside the name when you look for it
account-body-hint = The id of a body, such as YZ05-PO
account-invite-text = A new link to choose a passphrase, where it is lost or the link has run out
account-disable-text = Nobody signs in with it any more; what it did stays on record
account-enable-text = It can sign in again with the passphrase it had
account-more = The account itself
account-all = All accounts
log-none = No entry fits; choose something else above
openings-none = No form is open yet; write the period of the one to begin with, and open it
home-open-first = No form is open yet; begin among the openings
fact-waits-open = { $state }: counts from when the ratings of the period are opened
B147 = There is no unit or body `{ $unit }` that you may see.
B147-next = Look for it by its name: the id stands before the name.
