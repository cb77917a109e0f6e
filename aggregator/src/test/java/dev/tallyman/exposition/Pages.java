package dev.tallyman.exposition;

import dev.tallyman.model.FamilyView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pages as tests want to look at them. */
final class Pages {
  private Pages() {}

  /** A whole page by a new writer. */
  static String page(Format format, List<? extends FamilyView> families) {
    return page(new PageWriter(), format, families);
  }

  static String page(PageWriter writer, Format format, List<? extends FamilyView> families) {
    Page page = new Page();
    writer.write(format, families, NameFilter.EVERYTHING, page);
    return text(page);
  }

  static String text(Page page) {
    return StandardCharsets.UTF_8.decode(page.content()).toString();
  }

  static byte[] bytes(Page page) {
    byte[] bytes = new byte[page.length()];
    page.content().get(bytes);
    return bytes;
  }
}
