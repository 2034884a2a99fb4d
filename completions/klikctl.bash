# bash completion for klikctl

_klikctl() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global="--control --live --key --server-key --lang --json --help --version"
    local commands="import tasks show history request watch clock rules keygen version"
    local fields="status due_date start_date responsible assignee priority"
    local command="" command_at=0 i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --control | --live | --key | --server-key | --lang) ((i++)) ;;
            -*) ;;
            *)
                command=${COMP_WORDS[i]}
                command_at=$i
                break
                ;;
        esac
    done

    local choices=""
    case $previous in
        --lang) choices="da en" ;;
        --kind) choices="state notification request system" ;;
        --from) choices="acked begin end" ;;
        --status) choices="not_started in_progress completed not_relevant" ;;
        --colour) choices="red yellow green none" ;;
        --rights) choices="read put request act_for report deliver local operate" ;;
        --key | --server-key | --dir)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --control | --live | --municipality) return ;;
    esac
    if [[ -z $choices ]]; then
        case $command in
            "") choices="$commands $global" ;;
            import)
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
                ;;
            tasks)
                choices="--status --colour --project --phase --theme --priority --responsible"
                choices+=" --assignee --blocked --ready --open --closed $global"
                ;;
            request)
                case $((COMP_CWORD - command_at)) in
                    2) choices=$fields ;;
                    *) choices="--actor --reason --base-revision --id $global" ;;
                esac
                ;;
            watch) choices="--name --from --kind --limit $global" ;;
            rules)
                if [[ $previous == check ]]; then
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                    return
                fi
                choices=check
                ;;
            keygen) choices="--dir --municipality --rights $global" ;;
            *) choices=$global ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -o filenames -F _klikctl klikctl
