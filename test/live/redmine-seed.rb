# Seeds an empty Redmine through "rails runner". Reads one JSON document (the firm, its time, the keys) from the file
# named by SEED. Custom fields, keys and memberships cannot be made over REST, hence Ruby.
require 'json'

seed = JSON.parse(File.read(ENV.fetch('SEED')))

Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Setting.default_language = 'en'

def api_key(user, value)
  token = Token.find_by(user_id: user.id, action: 'api') || Token.create!(user: user, action: 'api')
  token.update_columns(value: value) # create! draws a value of its own
end

def field(kind, name, format, values = nil)
  kind.create!(name: name, field_format: format, visible: true, is_filter: kind != UserCustomField,
               possible_values: values || [])
end

approved = field(TimeEntryCustomField, 'approved', 'bool')
customer = field(ProjectCustomField, 'Customer code', 'string')
employee = field(UserCustomField, 'Employee code', 'string')
category = field(UserCustomField, 'Labor category', 'list', %w[consultant senior manager analyst])

admin = User.find_by_login('admin')
admin.password = admin.password_confirmation = seed['password']
admin.must_change_passwd = false
admin.save!(validate: false)
api_key(admin, seed['admin_key'])

hub = User.new(firstname: 'Hub', lastname: 'Reader', mail: 'hub@example.com', language: 'en',
               mail_notification: 'none', admin: true)
hub.login = 'hub'
hub.password = hub.password_confirmation = seed['password']
hub.save!
api_key(hub, seed['hub_key'])

users = seed['people'].to_h do |person|
  user = User.new(firstname: person['first'], lastname: person['last'], mail: "#{person['login']}@example.com",
                  language: 'en', mail_notification: 'none')
  user.login = person['login']
  user.password = user.password_confirmation = seed['password']
  user.custom_field_values = { employee.id.to_s => person['code'], category.id.to_s => person['category'] }
  user.save!
  [person['login'], user]
end

projects = seed['projects'].to_h do |row|
  project = Project.new(identifier: row['code'], name: row['title'], is_public: false)
  project.enabled_module_names = %w[time_tracking issue_tracking]
  project.trackers = Tracker.all
  project.custom_field_values = { customer.id.to_s => row['client'].to_s }
  project.save!
  [row['code'], project]
end

seed['people'].each do |person|
  role = Role.find_by(name: person['category'] == 'manager' ? 'Manager' : 'Developer')
  person['projects'].each { |code| Member.create!(project: projects[code], principal: users[person['login']], roles: [role]) }
end

normal = IssuePriority.find_by(name: 'Normal') || IssuePriority.first
issues = projects.transform_values do |project|
  Issue.create!(project: project, tracker: Tracker.first, author: admin, subject: "#{project.name}: delivery",
                status: IssueStatus.first, priority: normal)
end
activity = TimeEntryActivity.create!(name: 'Consulting', active: true)

seed['entries'].each_with_index do |row, index|
  user = users[row['login']]
  entry = TimeEntry.new(project: projects[row['project']], issue: (issues[row['project']] if index % 3 == 0),
                        user: user, author: user, spent_on: row['on'], hours: row['minutes'] / 60.0,
                        activity: activity, comments: row['comment'])
  entry.custom_field_values = { approved.id.to_s => (row['approved'] ? '1' : '0') } unless row['approved'].nil?
  entry.save!
  # Written down on the evening of the day, each at a moment of its own.
  moment = Time.parse("#{row['on']}T17:00:00Z") + index
  entry.update_columns(created_on: moment, updated_on: moment)
end
puts TimeEntry.count
