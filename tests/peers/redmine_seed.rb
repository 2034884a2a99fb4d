# What no REST call of Redmine can set up: statuses, a tracker with its workflow, people with keys. Run by
# `rails runner`; the keys come from the environment.
Redmine::DefaultData::Loader.load("en")
Setting.rest_api_enabled = "1"
Setting.default_language = "en"
Setting.login_required = "1" # else a wrong key reads as nobody in particular, with 200
Setting.cross_project_issue_relations = "1"

def key(user, variable)
  Token.where(user_id: user.id, action: "api").delete_all
  token = Token.new(user: user, action: "api")
  token.save!
  token.update_column(:value, ENV.fetch(variable))
end

def person(login, first, last)
  user = User.new(firstname: first, lastname: last, mail: "#{login}@korsbaek.example")
  user.login = login
  user.password = "hemmeligt-nok"
  user.save!
  user
end

admin = User.find_by_login("admin")
admin.must_change_passwd = false
admin.save!(validate: false)
key(admin, "REDMINE_ADMIN_KEY")
key(person("sync", "KLIK", "Sync"), "REDMINE_SYNC_KEY")
key(person("hanne", "Hanne", "Holm"), "REDMINE_HANNE_KEY")
key(person("laeser", "Lis", "Læser"), "REDMINE_READER_KEY")

statuses = {}
[["Planned", false], ["Waiting on prerequisite", false], ["Running", false], ["Done", true], ["Cancelled", true]]
  .each { |name, closed| statuses[name] = IssueStatus.create!(name: name, is_closed: closed) }
tracker = Tracker.create!(name: "Municipal task", default_status: statuses["Planned"])
manager = Role.find_by_name("Manager")
[["Planned", "Running"], ["Planned", "Waiting on prerequisite"], ["Waiting on prerequisite", "Planned"],
 ["Waiting on prerequisite", "Running"], ["Running", "Planned"], ["Running", "Done"], ["Done", "Running"],
 ["Planned", "Cancelled"], ["Running", "Cancelled"], ["Cancelled", "Planned"]].each do |from, to|
  WorkflowTransition.create!(tracker: tracker, role: manager, old_status: statuses[from], new_status: statuses[to])
end
IssueCustomField.create!(name: "KLIK", field_format: "int", is_for_all: false, is_filter: true, visible: true,
                         trackers: [tracker])
