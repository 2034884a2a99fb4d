# bash completion for klikctl

_klikctl() {
    local global="--control --live --key --server-key --data --lang --json --help --version"
    local commands="import tasks progress show history why why-not request local watch clock rules what-if replay backup restore verify health doctor losses roles deliveries test-message person quarantine keygen version"
    local fields="status due_date start_date responsible assignee priority"
    local statuses="not_started in_progress completed not_relevant"
    local with_value=" --control --live --key --server-key --dir --data --municipality --rights --lang --status --colour --project --phase --theme --priority"
    with_value+=" --responsible --assignee --actor --reason --base-revision --id --name --from --until --on --rules --config --kind --limit "

    # bash parts words at : and =, so that an endpoint or --colour=red comes in pieces.
    local words=() part joins=0
    for part in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ $part == [:=]* ]] && ((${#words[@]} > 0)); then
            words[-1]+=$part
            joins=1
        elif ((joins)); then
            words[-1]+=$part
            joins=0
        else
            words+=("$part")
        fi
    done
    local word=${words[-1]} previous=""
    ((${#words[@]} > 1)) && previous=${words[-2]}
    if [[ $word == --*=* ]]; then
        previous=${word%%=*}
        word=${word#*=}
    fi

    local plain=() i
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        case ${words[i]} in
            --*=*) ;;
            -*) [[ $with_value == *" ${words[i]} "* ]] && ((i++)) ;;
            *) plain+=("${words[i]}") ;;
        esac
    done

    local choices="" files=0
    case $previous in
        --lang) choices="da en" ;;
        --kind) choices="state notification request system" ;;
        --from) choices="acked begin end" ;;
        --status) choices=$statuses ;;
        --colour) choices="red yellow green none" ;;
        --rights) choices="read put request act_for report deliver local operate" ;;
        --key | --server-key | --dir | --data | --rules | --config) files=1 ;;
        --*) [[ $with_value == *" $previous "* ]] && return ;;
    esac
    if [[ -z $choices ]]; then
        case ${plain[0]-} in
            "") choices="$commands $global" ;;
            import)
                files=1
                choices=$global
                ;;
            tasks)
                choices="--status --colour --project --phase --theme --priority --responsible"
                choices+=" --assignee --blocked --ready --open --closed $global"
                ;;
            progress) choices="--project $global" ;;
            why-not) choices="--on $global" ;;
            request)
                choices="--actor --reason --base-revision --id $global"
                case ${#plain[@]} in
                    2) choices+=" $fields" ;;
                    3) [[ ${plain[2]} == status ]] && choices+=" $statuses" ;;
                esac
                ;;
            local)
                choices="--id $global"
                if ((${#plain[@]} == 1)); then
                    choices+=" add change remove edge unedge"
                fi
                ;;
            watch) choices="--name --from --kind --limit $global" ;;
            what-if) choices="--rules --from --until --municipality $global" ;;
            replay) choices="--verify --municipality $global" ;;
            backup | verify)
                choices=$global
                files=1
                ;;
            restore)
                choices="--replace $global"
                files=1
                ;;
            doctor) choices="--config $global" ;;
            person)
                choices=$global
                if ((${#plain[@]} == 1)); then
                    choices+=" replace erase"
                fi
                ;;
            losses) choices="--from --until $global" ;;
            deliveries) choices="--person --task $global" ;;
            test-message) choices="--wait $global" ;;
            quarantine)
                if ((${#plain[@]} == 1)); then
                    choices="list show retry drop"
                else
                    choices=$global
                fi
                ;;
            rules)
                choices=$global
                case ${#plain[@]} in
                    1) choices+=" check show" ;;
                    2) files=1 ;;
                esac
                case ${plain[1]-} in
                    show) choices+=" --effective --project" ;;
                esac
                ;;
            keygen) choices="--dir --municipality --rights $global" ;;
            *) choices=$global ;;
        esac
        # Options are offered to who begins one, unless there is nothing else.
        if [[ $word != -* ]]; then
            local values="" choice
            for choice in $choices; do
                [[ $choice == -* ]] || values+=" $choice"
            done
            if [[ -n $values ]] || ((files)); then
                choices=$values
            fi
        fi
    fi
    if ((files)) && [[ $word != -* ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -F _klikctl klikctl
