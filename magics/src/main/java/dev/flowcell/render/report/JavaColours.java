package dev.flowcell.render.report;

import dev.flowcell.render.Html;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code of cells with colours. They help to read; nothing depends on what they take a word for. */
final class JavaColours {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>//[^\\n]*|/\\*.*?(?:\\*/|\\z))"
              + "|(?<string>\"\"\".*?(?:\"\"\"|\\z)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])+')"
              + "|(?<magic>(?m:^)[ \\t]*%%?[A-Za-z][^\\n]*)"
              + "|(?<annotation>@[A-Za-z_]\\w*)"
              + "|(?<keyword>\\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|continue"
              + "|default|do|double|else|enum|extends|false|final|finally|float|for|if|implements"
              + "|import|instanceof|int|interface|long|new|null|package|private|protected|public"
              + "|record|return|sealed|short|static|super|switch|synchronized|this|throw|throws"
              + "|true|try|var|void|volatile|while|yield)\\b)"
              + "|(?<number>\\b\\d[\\w.]*)",
          Pattern.DOTALL);

  private static final String[] KINDS = {
    "comment", "string", "magic", "annotation", "keyword", "number"
  };

  private JavaColours() {}

  /** The code as HTML, coloured by classes. */
  static String html(String code) {
    StringBuilder html = new StringBuilder(code.length() * 2);
    Matcher token = TOKEN.matcher(code);
    int done = 0;
    while (token.find()) {
      html.append(Html.text(code.substring(done, token.start())));
      html.append("<span class=\"").append(kind(token)).append("\">");
      html.append(Html.text(token.group())).append("</span>");
      done = token.end();
    }
    return html.append(Html.text(code.substring(done))).toString();
  }

  private static String kind(Matcher token) {
    for (String kind : KINDS) {
      if (token.group(kind) != null) {
        return kind;
      }
    }
    return "";
  }
}
