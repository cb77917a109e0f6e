// The stream of ticks: the dashboard says when there is something new, instead of being asked on a timer.

const LONGEST_SECONDS = 60;

export class Live {
  #source = null;
  #seconds = 0;
  #onTick;

  /** `onTick` hears of every tick: `{ up, calls_per_second, error_ratio }`. */
  constructor(onTick) {
    this.#onTick = onTick;
  }

  /** Whether ticks come at this pace; otherwise a timer is needed. */
  isOpen() {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** Ticks every so many seconds; 0, or more than the API gives, is no stream. A page that nobody sees has none. */
  pace(seconds) {
    const wanted = document.hidden || seconds > LONGEST_SECONDS ? 0 : seconds;
    if (wanted === this.#seconds && this.#source?.readyState !== EventSource.CLOSED) {
      return;
    }
    this.#source?.close();
    this.#source = null;
    this.#seconds = wanted;
    if (wanted > 0) {
      this.#source = new EventSource(`api/v1/events?every=${wanted}`);
      this.#source.addEventListener("tick", (event) => this.#onTick(JSON.parse(event.data)));
    }
  }
}
