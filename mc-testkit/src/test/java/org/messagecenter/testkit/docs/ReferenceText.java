package org.messagecenter.testkit.docs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped reference.conf as it is written: its sections in their order, and what its comments
 * say about which settings.
 *
 * <p>A comment is about the settings that follow it without an empty line between them; one that an
 * empty line follows is about the section it stands in, or about the whole file.
 */
final class ReferenceText {
  private static final Pattern OPENING = Pattern.compile("([\\w-]+) \\{");
  private static final Pattern SETTING = Pattern.compile("([\\w-]+) (?:= )?(\\S.*)");

  /**
   * @param path from the root of the file, with dots
   * @param comments a paragraph each
   */
  record Section(String path, List<String> comments, List<Group> groups) {}

  /** Settings that one comment is about; it may be empty. */
  record Group(String comment, List<Setting> settings) {}

  /**
   * @param shipped the value as it is written
   */
  record Setting(String path, String shipped) {
    /** The last part of its path. */
    String key() {
      return path.substring(path.lastIndexOf('.') + 1);
    }
  }

  private final List<Section> sections = new ArrayList<>();
  private final Deque<Section> open = new ArrayDeque<>();
  private final StringBuilder comment = new StringBuilder();
  private boolean together;

  private ReferenceText() {
    begin("");
  }

  /** The whole file first, then each section where it begins. */
  static List<Section> read(String text) {
    ReferenceText reader = new ReferenceText();
    text.lines().map(String::strip).forEach(reader::line);
    if (reader.open.size() != 1) {
      throw new IllegalArgumentException("sections are not closed: " + reader.open);
    }
    return reader.sections;
  }

  private void line(String line) {
    if (line.isEmpty()) {
      String words = comment();
      if (!words.isEmpty()) {
        here().comments.add(words);
      }
      together = false;
      return;
    }
    if (line.startsWith("#")) {
      together = false;
      comment.append(comment.isEmpty() ? "" : " ").append(line.substring(1).strip());
      return;
    }
    if (line.equals("}")) {
      open.pop();
      together = false;
      return;
    }
    Matcher opening = OPENING.matcher(line);
    if (opening.matches()) {
      begin(path(opening.group(1)));
      return;
    }
    Matcher setting = SETTING.matcher(line);
    if (!setting.matches()) {
      throw new IllegalArgumentException("neither comment, setting nor section: " + line);
    }
    add(new Setting(path(setting.group(1)), setting.group(2)));
  }

  private void begin(String path) {
    Section section = new Section(path, new ArrayList<>(), new ArrayList<>());
    String words = comment();
    if (!words.isEmpty()) {
      section.comments.add(words);
    }
    sections.add(section);
    open.push(section);
    together = false;
  }

  private void add(Setting setting) {
    List<Group> groups = here().groups;
    if (!together) {
      groups.add(new Group(comment(), new ArrayList<>()));
    }
    groups.get(groups.size() - 1).settings.add(setting);
    together = true;
  }

  private Section here() {
    return open.element();
  }

  private String path(String key) {
    return here().path.isEmpty() ? key : here().path + "." + key;
  }

  private String comment() {
    String words = comment.toString();
    comment.setLength(0);
    return words;
  }
}
