// Follows a job by its events, and shows the page anew once it is over. Without this the page is refreshed now and then.
"use strict";
const state = document.querySelector("[data-job]");
const events = new EventSource(`/v1/jobs/${encodeURIComponent(state.dataset.job)}/events`);
events.addEventListener("job", (event) => {
  const job = JSON.parse(event.data);
  if (!["queued", "running"].includes(job.state)) {
    events.close();
    location.reload();
    return;
  }
  const { done, total } = job.progress;
  const bar = document.querySelector("[data-bar]");
  if (total) {
    bar.max = total;
    bar.value = done;
  }
  document.querySelector("[data-done]").textContent = done ? done.toLocaleString() + (total ? ` / ${total.toLocaleString()}` : "") : "";
});
