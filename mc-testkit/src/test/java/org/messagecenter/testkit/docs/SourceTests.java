package org.messagecenter.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The test methods in the sources of all modules. */
final class SourceTests {
  private static final Pattern ANNOTATED = Pattern.compile("@\\w*Test\\b");

  private final Path root;
  private final Map<String, List<Path>> files = new TreeMap<>();

  /** Reads the names of the test sources below {@code root}. */
  SourceTests(Path root) {
    this.root = root;
    try (var modules = Files.newDirectoryStream(root, "mc-*")) {
      for (Path module : modules) {
        Path sources = module.resolve("src").resolve("test").resolve("java");
        if (Files.isDirectory(sources)) {
          Files.walkFileTree(sources, new Collector());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (name.endsWith(".java")) {
        files
            .computeIfAbsent(name.replace(".java", ""), n -> new ArrayList<>())
            .add(root.relativize(file));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** Whether exactly one class has this name and this method is a test of it. */
  boolean has(String test) {
    String[] names = test.split("#", 2);
    List<Path> found = files.getOrDefault(names[0], List.of());
    return names.length == 2 && found.size() == 1 && isTest(found.get(0), names[1]);
  }

  /** The file of a test's class from the root, with slashes. */
  String file(String test) {
    String name = test.substring(0, test.indexOf('#'));
    List<Path> found = files.getOrDefault(name, List.of());
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " classes have the name " + name);
    }
    return found.get(0).toString().replace('\\', '/');
  }

  private boolean isTest(Path file, String method) {
    String source;
    try {
      source = Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher declaration =
        Pattern.compile("\\bvoid\\s+" + Pattern.quote(method) + "\\s*\\(").matcher(source);
    if (!declaration.find()) {
      return false;
    }
    // Its annotations stand between the empty line before it and its name.
    int from = Math.max(0, source.lastIndexOf("\n\n", declaration.start()));
    return ANNOTATED.matcher(source.substring(from, declaration.start())).find();
  }
}
