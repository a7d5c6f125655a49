package dev.atrium.platform.training.corpus;

import dev.atrium.platform.training.corpus.Library.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code <tenant>/knowledge/*.md}; golden questions are never read. */
final class TenantKnowledge {

  private TenantKnowledge() {}

  /** The sections in this language of the tenants in these folders. */
  static List<Section> sections(List<Path> tenants, Language language) {
    var sections = new ArrayList<Section>();
    try {
      for (var tenant : tenants) {
        if (Files.isDirectory(tenant)) {
          read(tenant, language, sections);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sections;
  }

  private static void read(Path tenant, Language language, List<Section> sections)
      throws IOException {
    try (var files = Files.walk(tenant)) {
      for (var file : files.filter(TenantKnowledge::isKnowledge).sorted().toList()) {
        var text = Files.readString(file);
        if (language(text) == language) {
          sections.addAll(Markdown.sections(language, text, 2, 250));
        }
      }
    }
  }

  private static boolean isKnowledge(Path file) {
    return file.toString().endsWith(".md")
        && file.getNameCount() > 1
        && file.getName(file.getNameCount() - 2).toString().equals("knowledge");
  }

  private static Language language(String text) {
    var chinese = text.codePoints().filter(Character::isIdeographic).count();
    return chinese * 4 > text.length() ? Language.CHINESE : Language.ENGLISH;
  }
}
