package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindAnswersTest {
  private final FindAnswers answers = new FindAnswers();
  private final List<Object> heard = new ArrayList<>();

  private final FindCallback one =
      new FindCallback() {
        @Override
        public void found(@Nullable StoredMessage message) {
          heard.add("none");
        }

        @Override
        public void failed(StoreFailure why) {
          heard.add(why);
        }
      };

  private static final FindCallback THROWS =
      found -> {
        throw new IllegalStateException("of the caller");
      };

  @Test
  void countsWhatCallersAreTold() {
    answers.found(one, null);
    answers.found((pending, ends) -> heard.add(pending.size() + ends.size()), List.of(), List.of());
    answers.fail(one, StoreFailure.CLOSED);
    assertThat(heard).containsExactly("none", 0, StoreFailure.CLOSED);
    assertThat(answers.take()).isEqualTo(3);
    assertThat(answers.take()).as("since the last call").isZero();
  }

  @Test
  void whatTheStoreAsksItselfDoesNotCount() {
    FindAnswers.Own own = found -> heard.add("own");
    answers.found(own, null);
    answers.fail(own, StoreFailure.CLOSED);
    assertThat(heard).as("failing, too, tells that there is none").containsExactly("own", "own");
    assertThat(answers.take()).isZero();
  }

  @Test
  void aCallbackThatThrowsIsCountedAndHarmsNobody() {
    answers.found(THROWS, null);
    answers.fail(THROWS, StoreFailure.BROKEN);
    answers.fail(new Question.One(1, null, one), StoreFailure.BROKEN);
    assertThat(heard).containsExactly(StoreFailure.BROKEN);
    assertThat(answers.take()).isEqualTo(3);
  }

  @Test
  void everyKindOfQuestionHearsOfItsFailure() {
    EndedCallback late =
        new EndedCallback() {
          @Override
          public void found(@Nullable EndedMessage message) {
            heard.add("found");
          }

          @Override
          public void failed(StoreFailure why) {
            heard.add("late " + why);
          }
        };
    LookupCallback several = (pending, ends) -> heard.add("several");
    answers.fail(new Question.Late(new CarrierId("c", "1"), late, null), StoreFailure.UNREADABLE);
    answers.fail(
        new Question.Several(new Question.ById("x", 1, 0), several, null), StoreFailure.CLOSED);
    assertThat(heard).containsExactly("late UNREADABLE", "several");
    assertThat(answers.take()).isEqualTo(2);
  }
}
