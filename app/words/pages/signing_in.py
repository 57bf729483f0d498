"""Words of the page to sign in, and of who is signed in, Chinese and English."""

SIGNING_IN: dict[str, tuple[str, str]] = {
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "sign_in_lead": (
        "公开信息无需登录。部门、调查、分析和管理人员凭密钥或统一身份认证登录。",
        "What is public needs no account. Departments, investigators, analysts and operators sign in.",
    ),
    "sign_in_key": ("密钥", "Key"),
    "sign_in_key_hint": (
        "由系统管理员发放，以 qj_ 开头。密钥只用于本次登录，不会保存在浏览器中。",
        "Given out by an operator; it begins with qj_. It is used for this once and not kept in the browser.",
    ),
    "sign_in_by_key": ("用密钥登录", "Sign in with the key"),
    "sign_in_by_issuer": ("用统一身份认证登录", "Sign in with your organisation"),
    "sign_in_or": ("或", "or"),
    "sign_in_needed": ("请登录后查看该页面。", "Sign in to see that page."),
    "sign_in_refused": (
        "未能登录。请核对密钥是否完整、是否过期或已撤销。",
        "You could not be signed in. Check that the key is whole, and neither expired nor revoked.",
    ),
    "sign_in_issuer_refused": (
        "统一身份认证未能完成，请重试。",
        "Your organisation's sign-in did not succeed. Please try again.",
    ),
    "sign_in_stale": ("页面已失效，请重新提交。", "The page was open for too long. Please send it again."),
    "sign_in_lasts": (
        "登录最长保持 {whole} 分钟，{idle} 分钟不使用即失效。使用后请退出登录。",
        "You stay signed in for at most {whole} minutes, and {idle} minutes without use. Sign out when you are done.",
    ),
    "signed_in_as": ("已登录", "Signed in"),
    "links_likely_too": ("含按名称推定的关联", "with links that are likely by name"),
    "links_certain_only": ("仅含确定的关联", "certain links only"),
    "view_turn": ("切换", "switch"),
}
