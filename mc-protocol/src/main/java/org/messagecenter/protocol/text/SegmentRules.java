package org.messagecenter.protocol.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How texts for one peer are cut.
 *
 * @param method how the parts are told apart
 * @param alphabet the alphabet, or null to choose one by the text
 * @param languages whose national tables may be used to avoid UCS-2, the best liked first; handsets
 *     outside the country may not have them
 * @param lockingShift whether these may take the place of the default alphabet too
 * @param unencodable what stands for a character that the given alphabet does not have
 * @param octets what one message holds on the way to the handset, packed and with its header; 140
 *     on GSM, at least 1
 */
public record SegmentRules(
    SegmentMethod method,
    @Nullable Alphabet alphabet,
    List<NationalLanguage> languages,
    boolean lockingShift,
    Unencodable unencodable,
    int octets) {

  /** A message on GSM. */
  public static final int GSM_OCTETS = 140;

  /**
   * Takes a copy of the list.
   *
   * @throws IllegalArgumentException if {@code octets} is below 1
   */
  public SegmentRules {
    languages = List.copyOf(languages);
    if (octets < 1) {
      throw new IllegalArgumentException(octets + " octets hold no text");
    }
  }

  /** An alphabet by the text, without national tables, for GSM. */
  public static SegmentRules of(SegmentMethod method) {
    return new SegmentRules(method, null, List.of(), false, Unencodable.REPORT, GSM_OCTETS);
  }

  /** The same with this alphabet. */
  public SegmentRules with(Alphabet fixed, Unencodable instead) {
    return new SegmentRules(method, fixed, languages, lockingShift, instead, octets);
  }

  /** The same with these national tables. */
  public SegmentRules with(Collection<NationalLanguage> allowed, boolean locking) {
    return new SegmentRules(method, alphabet, List.copyOf(allowed), locking, unencodable, octets);
  }

  /** The sets to try where the default alphabet does not do, in order. */
  List<Gsm7Set> nationalSets() {
    List<Gsm7Set> sets = new ArrayList<>();
    for (NationalLanguage language : languages) {
      sets.add(Gsm7Set.of(NationalLanguage.NONE, language));
      if (lockingShift && language.hasLockingShift()) {
        sets.add(Gsm7Set.of(language, NationalLanguage.NONE));
        sets.add(Gsm7Set.of(language, language));
      }
    }
    return sets;
  }
}
