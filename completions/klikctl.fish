# fish completion for klikctl

set -l commands import tasks progress show history why why-not request local watch clock rules what-if replay backup restore verify health doctor losses roles deliveries test-message person quarantine keygen version
set -l fields status due_date start_date responsible assignee priority

complete -c klikctl -f
complete -c klikctl -l control -x -d 'control endpoint of klikd'
complete -c klikctl -l live -x -d 'live endpoint of klikd'
complete -c klikctl -l key -r -F -d 'file with the key to talk to klikd with'
complete -c klikctl -l server-key -r -F -d 'public key of klikd, or a file that holds it'
complete -c klikctl -l data -x -a '(__fish_complete_directories)' -d 'data folder of klikd'
complete -c klikctl -l lang -x -a 'da en' -d 'language of what is printed'
complete -c klikctl -l json -d 'one JSON document in place of text'
complete -c klikctl -l help -d 'help'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c klikctl -n $first -a import -d 'bring KLIK pages to klikd'
complete -c klikctl -n $first -a tasks -d 'list tasks'
complete -c klikctl -n $first -a progress -d 'how far each project has come'
complete -c klikctl -n $first -a show -d 'all that is known of a task'
complete -c klikctl -n $first -a history -d 'what the journal holds about a task'
complete -c klikctl -n $first -a why -d 'why a notice was sent'
complete -c klikctl -n $first -a why-not -d 'why a person was not told'
complete -c klikctl -n $first -a request -d 'ask the platform for a change'
complete -c klikctl -n $first -a local -d 'own tasks and edges of the municipality'
complete -c klikctl -n $first -a watch -d 'events as they happen'
complete -c klikctl -n $first -a clock -d 'the time of klikd, or advance a virtual clock'
complete -c klikctl -n $first -a rules -d 'work on rule sets'
complete -c klikctl -n $first -a what-if -d 'what other rules would tell otherwise'
complete -c klikctl -n $first -a replay -d 'decide the journal again'
complete -c klikctl -n $first -a backup -d 'copy the journal, also while klikd runs'
complete -c klikctl -n $first -a restore -d 'put a backup in place'
complete -c klikctl -n $first -a verify -d 'check the whole journal'
complete -c klikctl -n $first -a doctor -d 'look for what is wrong'
complete -c klikctl -n $first -a health -d 'what is well with klikd and what is not'
complete -c klikctl -n $first -a losses -d 'whether all that the platforms told has come'
complete -c klikctl -n $first -a deliveries -d 'what became of what people were told'
complete -c klikctl -n $first -a test-message -d 'send somebody a trial'
complete -c klikctl -n $first -a roles -d 'who holds which role'
complete -c klikctl -n $first -a person -d 'people: names, replacement, erasure'
complete -c klikctl -n $first -a quarantine -d 'messages of a platform that could not be taken'
complete -c klikctl -n $first -a keygen -d 'make a key'
complete -c klikctl -n $first -a version -d 'which version this is'

complete -c klikctl -n '__fish_seen_subcommand_from import check' -F
complete -c klikctl -n '__fish_seen_subcommand_from rules; and not __fish_seen_subcommand_from check show' -a 'check show'
complete -c klikctl -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from show' -F
complete -c klikctl -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from show' -l effective -d 'all that would hold'
complete -c klikctl -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from show' -l project -x -d 'what holds for a project'
complete -c klikctl -n '__fish_seen_subcommand_from person; and not __fish_seen_subcommand_from replace erase' -a 'replace erase'
complete -c klikctl -n '__fish_seen_subcommand_from quarantine; and not __fish_seen_subcommand_from list show retry drop' -a 'list show retry drop'
complete -c klikctl -n '__fish_seen_subcommand_from request' -a "$fields"
for option in actor reason base-revision id
    complete -c klikctl -n '__fish_seen_subcommand_from request' -l $option -x
end
complete -c klikctl -n '__fish_seen_subcommand_from local; and not __fish_seen_subcommand_from add change remove edge unedge' -a 'add change remove edge unedge'
complete -c klikctl -n '__fish_seen_subcommand_from local' -l id -x -d 'name of the change'
complete -c klikctl -n '__fish_seen_subcommand_from tasks' -l status -x -a 'not_started in_progress completed not_relevant'
complete -c klikctl -n '__fish_seen_subcommand_from tasks' -l colour -x -a 'red yellow green none'
for option in project phase theme priority responsible assignee
    complete -c klikctl -n '__fish_seen_subcommand_from tasks' -l $option -x
end
for option in blocked ready open closed
    complete -c klikctl -n '__fish_seen_subcommand_from tasks' -l $option
end
complete -c klikctl -n '__fish_seen_subcommand_from progress' -l project -x
complete -c klikctl -n '__fish_seen_subcommand_from why-not' -l on -x -d 'the day'
complete -c klikctl -n '__fish_seen_subcommand_from watch' -l name -x -d 'durable name'
complete -c klikctl -n '__fish_seen_subcommand_from watch' -l from -x -a 'acked begin end'
complete -c klikctl -n '__fish_seen_subcommand_from watch' -l kind -x -a 'state notification request system'
complete -c klikctl -n '__fish_seen_subcommand_from watch' -l limit -x -d 'end after so many events'
complete -c klikctl -n '__fish_seen_subcommand_from keygen' -l dir -x -a '(__fish_complete_directories)'
complete -c klikctl -n '__fish_seen_subcommand_from keygen' -l municipality -x -d 'where the key is let in'
complete -c klikctl -n '__fish_seen_subcommand_from keygen' -l rights -x -a 'read put request act_for report deliver local operate'
complete -c klikctl -n '__fish_seen_subcommand_from what-if' -l rules -r -F -d 'candidate rule set'
complete -c klikctl -n '__fish_seen_subcommand_from what-if' -l from -x -d 'first day'
complete -c klikctl -n '__fish_seen_subcommand_from what-if' -l until -x -d 'last day'
complete -c klikctl -n '__fish_seen_subcommand_from replay' -l verify -d 'compare with what is recorded'
complete -c klikctl -n '__fish_seen_subcommand_from what-if replay' -l municipality -x -d 'where there are several'
complete -c klikctl -n '__fish_seen_subcommand_from backup restore verify' -F
complete -c klikctl -n '__fish_seen_subcommand_from restore' -l replace -d 'move what is there aside'
complete -c klikctl -n '__fish_seen_subcommand_from doctor' -l config -r -F -d 'configuration of klikd'
