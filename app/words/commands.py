"""Words of commands that list what is loaded and what may be recorded, and that look after a graph; Chinese and English."""

COMMANDS: dict[str, tuple[str, str]] = {
    # a category
    "category_head": ("{name}：{title}", "{name}: {title}"),
    "category_kind": (
        "{display}；{form}；{mode}；{time}；等级 {level}（{level_word}）",
        "{display}; {form}; {mode}; {time}; level {level} ({level_word})",
    ),
    "required_mark": ("必填", "required"),
    "level_mark": ("等级 {level}", "level {level}"),
    "type_text": ("文本", "text"),
    "type_texts": ("多项文本", "several texts"),
    "type_code": ("代码", "code"),
    "type_uscc": ("统一社会信用代码", "unified social credit code"),
    "type_reg": ("注册号", "registration number"),
    "type_org": ("组织机构代码", "organisation code"),
    "type_stock": ("证券代码", "stock code"),
    "type_dept": ("部门代码", "department code"),
    "type_src": ("来源编号", "number at its source"),
    "type_pid": ("证件号码（加密）", "document number (hashed)"),
    "type_date": ("日期", "date"),
    "type_money": ("金额", "amount"),
    "type_share": ("比例", "share"),
    "type_number": ("数", "number"),
    "type_integer": ("整数", "whole number"),
    "type_boolean": ("是否", "yes or no"),
    "type_choice": ("选项", "choice"),
    "type_region": ("行政区划", "division"),
    "type_industry": ("行业", "industry"),
    "type_address": ("地址", "address"),
    "type_phone": ("电话", "telephone"),
    "type_email": ("电子邮箱", "e-mail"),
    "type_agent": ("代理机构", "agent"),
    "type_party": ("主体", "party"),
    # a job
    "job_attempts": ("第 {n} 次尝试，至多 {most} 次", "attempt {n} of at most {most}"),
    "job_cancelling": ("已要求取消", "to be cancelled"),
    "job_kept": ("结果 {bytes} 字节，保存至 {until}", "result of {bytes} bytes, kept until {until}"),
    # a batch
    "batch_batch": ("批次", "batch"),
    "batch_category": ("类目", "category"),
    "batch_provider": ("提供单位", "provider"),
    "batch_day": ("数据日期", "day"),
    "batch_document": ("文件", "document"),
    "batch_node": ("来源节点", "from the node"),
    "batch_origin": ("在来源节点的批次", "its batch there"),
    "batch_loaded_at": ("归集时间", "loaded at"),
    "batch_state": ("状态", "state"),
    "batch_newest": ("数据截至", "newest day"),
    "batch_remark": ("备注", "remark"),
    "batch_receipt": ("回执", "receipt"),
    "batch_state_open": ("未完成", "open"),
    "batch_state_complete": ("已完成", "complete"),
    "batch_state_withdrawn": ("已撤回", "withdrawn"),
    "named": ("{name}：{value}", "{name}: {value}"),
    "batch_gone": ("{batch}：已撤回，涉及陈述 {n} 条", "{batch}: withdrawn, {n} statements"),
    # what to try first
    "try_search": (
        "搜索 {name}，打开任一事实的来源：{url}",
        "Search for {name}, and open the source of any fact: {url}",
    ),
    "try_day": ("看看另一天：{url}", "Look on another day: {url}"),
    "try_command": ("{command}   或   {other}", "{command}   or   {other}"),
    # upkeep
    "digest_as_before": ("摘要 {digest}（与此前相同）", "digest {digest} (as before)"),
    "digest_otherwise": ("摘要 {digest}（此前为 {before}）", "digest {digest} (before: {before})"),
    "sample_written": ("{folder}：{rows} 行，{files} 个文件", "{folder}: {rows} rows in {files} files"),
    "analysed_all": (
        (
            "企业 {parties} 家，有变化 {touched} 家，重算 {worked_out} 家；结果 {results} 项，其中新增或退出 {written} 项；"
            "截至 {day}，摘要 {digest}"
        ),
        (
            "{parties} enterprises, {touched} changed, {worked_out} worked out again: {results} results, {written} of them "
            "came or went; as of {day}, digest {digest}"
        ),
    ),
    "analysed_risk": (
        "主体 {parties} 个有自身或关联风险，有变化 {touched} 个，重算 {worked_out} 个；截至 {day}，摘要 {digest}",
        (
            "{parties} parties with risk of their own or of others, {touched} changed, {worked_out} worked out again; "
            "as of {day}, digest {digest}"
        ),
    ),
    "analysed_unread": (
        "联系过多、未能全部读取：{parties}",
        "too many links to be read in full: {parties}",
    ),
    "analysed_cut": (
        "股东过多、不能读取，按没有名册处理：{parties}",
        "too many holders to be read, taken as without a list: {parties}",
    ),
    "erased": ("{id}：已删除：{counts}", "{id}: gone: {counts}"),
    "would_erase": ("将删除：{counts}", "would go: {counts}"),
    "erased_counts": (
        "陈述 {statements} 条，他处提及与姓名 {references} 处，退回行 {rejects} 行；清理回执 {receipts} 份",
        (
            "{statements} statements, {references} references and names in others, {rejects} refused rows; "
            "{receipts} receipts cleared"
        ),
    ),
    "erased_unsearched": ("；未能检查的退回行 {n} 行", "; {n} refused rows not searched"),
    "unsearched": (
        "{rows} 行退回行未能检查：其单元格以另一密钥密封。退回 {days} 天后由装载时删除；如需立即删除，请删除其文件",
        (
            "{rows} refused rows could not be searched: their cells are sealed under another secret. "
            "A load deletes them {days} days after they were refused; to have them gone now, delete their files"
        ),
    ),
    "erasure_line": (
        "{at} {id} {operator}：{reason}（{state}；{counts}）",
        "{at} {id} {operator}: {reason} ({state}; {counts})",
    ),
    # callers and their keys
    "caller_issued": (
        "{name}（{id}）的密钥见上，只显示这一次；有效至 {until}",
        "the key of {name} ({id}), shown this once; good until {until}",
    ),
    "caller_revoked": ("{name}（{id}）：已撤销，其密钥随即失效", "{name} ({id}): revoked, with all keys"),
    "caller_revoked_on": ("{day} 撤销", "revoked {day}"),
    "key_line": ("密钥 {id}：{since} 发放，{end}，{used}", "key {id}: since {since}, {end}, {used}"),
    "key_until": ("有效至 {day}", "good until {day}"),
    "key_used": ("最近使用 {at}", "last used {at}"),
    "key_unused": ("未使用", "never used"),
    "page_shown": ("显示 {shown} 条，共 {total} 条", "{shown} of {total}"),
    "page_more": ("下一页：--cursor {cursor}", "the next page: --cursor {cursor}"),
    # the audit log and approvals
    "audit_rows": ("{n} 条记录", "{n} records"),
    "audit_whole": ("日志完整：{n} 条，末条 {head}", "the log is whole: {n} entries, head {head}"),
    "audit_wrong": ("日志已被改动：{n} 条，末条 {head}", "the log was changed: {n} entries, head {head}"),
    "approval_push": ("代报送", "push"),
    "approval_export": ("批量导出", "export"),
    "approval_asked": ("待审批", "asked"),
    "approval_granted": ("已批准", "granted"),
    "approval_refused": ("已拒绝", "refused"),
    "approval_ended": ("已收回", "ended"),
    "erasure_open": ("进行中", "open"),
    "erasure_done": ("已完成", "done"),
}
