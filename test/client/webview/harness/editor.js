// Stands in for the editor around a webview: keeps what the page sends and its state, and the theme in the address.
window.sent = [];
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
const theme = new URLSearchParams(location.search).get('theme') ?? 'dark';
document.body.classList.add(
  {
    dark: 'vscode-dark',
    light: 'vscode-light',
    'hc-dark': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast-light',
  }[theme],
);
document.documentElement.classList.add(theme);
window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    window.sent.push(message);
    // A test may stand in for the policy.
    if (message.type === 'ask') window.answerQuestion?.(message.id, message.question);
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
});
