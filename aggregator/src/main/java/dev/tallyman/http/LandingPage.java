package dev.tallyman.http;

import org.eclipse.jetty.http.HttpStatus;

/** What a person sees who opens the server in a browser. */
final class LandingPage {
  private LandingPage() {}

  static Answer of(String version) {
    String html =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Tallyman</title>
        <style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 40rem }</style>
        </head>
        <body>
        <h1>Tallyman %s</h1>
        <p>The metrics of all workers of this host, counted together.</p>
        <ul>
        <li><a href="metrics">metrics</a>: for Prometheus;
        <a href="metrics?name[]=tallyman_build">one metric</a> by <code>name[]</code></li>
        <li><a href="-/healthy">healthy</a>: whether the server runs</li>
        <li><a href="-/ready">ready</a>: whether it has something to show</li>
        </ul>
        </body>
        </html>
        """
            .formatted(escaped(version));
    return new Answer(HttpStatus.OK_200, "text/html; charset=utf-8", html);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
