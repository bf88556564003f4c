-- A client of another make: neovim's own, without a plugin. Opens a file, waits for findings, applies the .bazelrc fix, waits for the finding to go, and writes what it saw as JSON.
local node, cli, root, report = vim.env.NODE, vim.env.CLI, vim.env.ROOT, vim.env.REPORT
local seen = { log = {} }

local function finish(problem)
  seen.problem = problem
  vim.fn.writefile({ vim.fn.json_encode(seen) }, report)
  vim.cmd(problem and "cquit!" or "qall!")
end

local function run()
  vim.cmd("edit " .. root .. "/" .. vim.env.FILE)
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = "runfiles-lens",
    cmd = { node, cli, "lsp", "--stdio" },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = "workspace" } },
  })
  vim.lsp.buf_attach_client(buffer, client)

  local function codes()
    return vim.tbl_map(function(diagnostic)
      return (diagnostic.user_data and diagnostic.user_data.lsp.code) or diagnostic.code
    end, vim.diagnostic.get(buffer))
  end
  local function wait_for(what, condition)
    if not vim.wait(60000, condition, 50) then
      error("never came: " .. what)
    end
  end

  wait_for("a finding", function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  seen.codes = codes()
  seen.sources = vim.tbl_map(function(diagnostic)
    return diagnostic.source
  end, vim.diagnostic.get(buffer))

  local document = vim.lsp.util.make_text_document_params(buffer)
  local function request(method, params)
    local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 60000)
    if not answers then
      error(method .. ": " .. tostring(problem))
    end
    return answers[client].result
  end
  seen.lenses = vim.tbl_map(function(lens)
    return lens.command.title
  end, request("textDocument/codeLens", { textDocument = document }))

  local everything = { start = { line = 0, character = 0 }, ["end"] = { line = 1000, character = 0 } }
  local actions = request("textDocument/codeAction", { textDocument = document, range = everything, context = { diagnostics = {} } })
  seen.actions = vim.tbl_map(function(action)
    return action.title
  end, actions)

  -- An ordinary edit, in another place than the finding's.
  vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { "# typed in neovim" })
  vim.wait(1000, function()
    return false
  end, 50)
  wait_for("the findings after an edit", function()
    return #vim.diagnostic.get(buffer) == #seen.codes
  end)
  seen.codesAfterEdit = codes()

  for _, action in ipairs(actions) do
    if action.command and action.command.command == "runfilesLens.showEdit" then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      request("workspace/executeCommand", action.command)
      local rc = vim.fn.bufnr(root .. "/.bazelrc")
      seen.bazelrc = rc >= 0 and vim.api.nvim_buf_get_lines(rc, 0, -1, false) or {}
      break
    end
  end
end

local ok, problem = pcall(run)
finish(not ok and tostring(problem) or nil)
