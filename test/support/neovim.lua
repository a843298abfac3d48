-- Works on a policy in Neovim as a person would, and writes what the editor makes of it to $ZONEFLOW_REPORT, as JSON.
-- The configuration is the one of docs/editors.md, loaded before.

local report = {}

local function wait(what, test)
  if not vim.wait(20000, test, 20) then error('waited in vain for ' .. what) end
end

-- Puts the cursor on the start of a text in the current buffer.
local function go_to(text)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. text, 'cW') > 0, 'the file does not hold ' .. text)
end

local function ask(method, more)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  for key, value in pairs(more or {}) do params[key] = value end
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000) or {}) do
    if answer.error then error(method .. ': ' .. answer.error.message) end
    return answer.result
  end
  error(method .. ' was not answered')
end

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

local function findings()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local line = lines()[diagnostic.lnum + 1]
    table.insert(found, {
      message = diagnostic.message,
      severity = diagnostic.severity,
      text = line:sub(diagnostic.col + 1, diagnostic.end_col),
    })
  end
  return found
end

local function format()
  if vim.lsp.buf.format then vim.lsp.buf.format({ async = false }) else vim.lsp.buf.formatting_sync(nil, 20000) end
end

local function work()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.ZONEFLOW_FILE))
  report.filetype = vim.bo.filetype
  wait('findings', function() return #vim.diagnostic.get(0) > 0 end)
  report.findings = findings()

  go_to('app on')
  report.hover = ask('textDocument/hover').contents.value
  local completed = ask('textDocument/completion')
  report.completion = vim.tbl_map(function(item) return item.label end, completed.items or completed)

  local here = vim.api.nvim_get_current_buf()
  vim.lsp.buf.definition()
  wait('the definition', function() return vim.api.nvim_get_current_buf() ~= here end)
  report.definition = { file = vim.fn.expand('%:t'), line = vim.fn.line('.'), word = vim.fn.expand('<cword>') }
  vim.cmd('buffer ' .. here)

  vim.lsp.buf.rename('backend')
  wait('the new name', function() return vim.fn.search('backend', 'nw') > 0 end)

  go_to('dat ')
  local range = vim.lsp.util.make_range_params(0, 'utf-16')
  range.context = { diagnostics = {} }
  for _, action in ipairs(ask('textDocument/codeAction', range)) do
    if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
  end
  wait('no finding', function() return #vim.diagnostic.get(0, { severity = { min = vim.diagnostic.severity.WARN } }) == 0 end)

  format()
  report.text = lines()
  vim.cmd('silent wall')
  report.line_ends = vim.bo.fileformat
end

local worked, problem = pcall(work)
if not worked then report.problem = tostring(problem) .. ' — ' .. vim.inspect(findings()) .. vim.inspect(lines()) end
vim.fn.writefile({ vim.json and vim.json.encode(report) or vim.fn.json_encode(report) }, vim.env.ZONEFLOW_REPORT)
vim.cmd('qall!')
