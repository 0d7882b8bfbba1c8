// Says what each line of a session is: of no width, before the line's mark, with the whole line seen and what came before known.

#include <tree_sitter/parser.h>
#include <stdlib.h>
#include <string.h>

enum Token {
  COMMAND, AUTH, CHUNK, REPLY, REPLY_MORE, EXTENSION, EXTENSION_MORE, PATTERN, RESPONSE, FIELD, FIELD_MORE, TEXT, SEPARATOR,
  DOT, NOTE, COMMENT, PRAGMA, SESSION, VARIABLE, BLANK, CLIENT_MARK, SERVER_MARK, END, SENTINEL
};

enum Mode { IN_COMMANDS, IN_HEADERS, IN_BODY, IN_CHUNK, IN_AUTH };

#define LONGEST 512

typedef struct {
  uint8_t mode;
  uint8_t marked; // whether the client's lines of what we are in have a mark
  uint8_t width;  // of the mark that is to come, in characters; 0 where there is none
  uint8_t side;   // whose mark it is
  uint8_t begun;  // whether a kind was told for the line that we are on
} Scanner;

void *tree_sitter_smtp_external_scanner_create(void) {
  return calloc(1, sizeof(Scanner));
}

void tree_sitter_smtp_external_scanner_destroy(void *payload) { free(payload); }

unsigned tree_sitter_smtp_external_scanner_serialize(void *payload, char *buffer) {
  memcpy(buffer, payload, sizeof(Scanner));
  return sizeof(Scanner);
}

void tree_sitter_smtp_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  memset(payload, 0, sizeof(Scanner));
  if (length == sizeof(Scanner)) memcpy(payload, buffer, length);
}

// --- characters and words ------------------------------------------------------------------------------------------------

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

static bool begins_word(const char *text, const char *word, bool either_case) {
  for (; *word; word++, text++)
    if (*text != *word && !(either_case && upper(*text) == *word)) return false;
  return *text == 0 || is_blank(*text) || *text == ':' || *text == '\\';
}

#include "verbs.h"

static bool is_verb(const char *text, bool either_case) {
  for (const char *const *verb = VERBS; *verb; verb++)
    if (begins_word(text, *verb, either_case)) return true;
  return false;
}

// A line without a mark may be prose that begins with such a word: "Data file written".
static bool is_bare_command(const char *text) {
  if (is_verb(text, false)) return true;
  static const char *const ALWAYS[] = {"EHLO", "HELO", "LHLO", "RCPT", "BDAT", "VRFY", "EXPN", 0};
  static const char *const ALONE[] = {"QUIT", "DATA", "RSET", "STARTTLS", "NOOP", 0};
  for (const char *const *verb = ALWAYS; *verb; verb++)
    if (begins_word(text, *verb, true) && is_blank(text[4])) return true;
  for (const char *const *verb = ALONE; *verb; verb++)
    if (begins_word(text, *verb, true)) {
      const char *rest = text + strlen(*verb);
      while (is_blank(*rest)) rest++;
      if (!*rest) return true;
    }
  return begins_word(text, "MAIL", true) && begins_word(text + 5, "FROM", true);
}

// A client's line is taken for a command, a misspelt one perhaps, if it begins with a word in upper case.
static bool is_like_a_verb(const char *text) {
  size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
  return length > 2 && (text[length] == 0 || is_blank(text[length]));
}

static bool is_code(const char *text) {
  return is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) &&
         (text[3] == 0 || text[3] == ' ' || text[3] == '-' || text[3] == '\\' || text[3] == '\'' || text[3] == '"');
}

// 2xx, 4xx|5xx, 250 /regex/, ...
static bool is_pattern(const char *text) {
  if (begins(text, "...")) return true;
  if (text[0] < '2' || text[0] > '5') return false;
  bool classes = (upper(text[1]) == 'X' || is_digit(text[1])) && upper(text[2]) == 'X';
  if (classes || (is_code(text) && text[3] == ' ' && text[4] == '/')) return true;
  return is_digit(text[1]) && is_digit(text[2]) && text[3] == '|';
}

// --- marks ---------------------------------------------------------------------------------------------------------------

typedef struct { const char *mark; uint8_t side; } Mark;

static const Mark MARKS[] = {
  {" -> ", CLIENT_MARK}, {" ~> ", CLIENT_MARK}, {"**> ", CLIENT_MARK}, {"*~> ", CLIENT_MARK},
  {"<-  ", SERVER_MARK}, {"<~  ", SERVER_MARK}, {"<** ", SERVER_MARK}, {"<~* ", SERVER_MARK},
  {"--> ", CLIENT_MARK}, {"<-- ", SERVER_MARK}, {">>> ", CLIENT_MARK}, {"<<< ", SERVER_MARK},
  {"> ", CLIENT_MARK}, {"< ", SERVER_MARK}, {" In:  ", CLIENT_MARK}, {" In: ", CLIENT_MARK}, {" Out: ", SERVER_MARK},
  {"  SMTP>> ", CLIENT_MARK}, {"  SMTP<< ", SERVER_MARK}, {"SMTP>> ", CLIENT_MARK}, {"SMTP<< ", SERVER_MARK},
  {"send: b'", CLIENT_MARK}, {"send: b\"", CLIENT_MARK}, {"send: '", CLIENT_MARK}, {"send: \"", CLIENT_MARK},
  {"reply: b'", SERVER_MARK}, {"reply: b\"", SERVER_MARK}, {"reply: '", SERVER_MARK}, {"reply: \"", SERVER_MARK},
  {0, 0},
};

// The width of the mark at the beginning of a line, and whose it usually is; 0 without one.
static uint8_t mark_of(const char *line, uint8_t *side) {
  const char *at = line;
  while (is_blank(*at)) at++;
  if (*at && strchr("CMSPR", *at) && at[1] == ':' && at - line < 100) {
    *side = *at == 'C' || *at == 'M' ? CLIENT_MARK : SERVER_MARK;
    at += 2;
    for (int blanks = 0; is_blank(*at) && blanks < 1; blanks++) at++;
    return (uint8_t)(at - line);
  }
  for (const Mark *each = MARKS; each->mark; each++) {
    size_t width = strlen(each->mark);
    size_t bare = width - 1; // a mark at the end of its line may have lost its blank
    if (begins(line, each->mark)) { *side = each->side; return (uint8_t)width; }
    if (each->mark[bare] == ' ' && strncmp(line, each->mark, bare) == 0 && line[bare] == 0) { *side = each->side; return (uint8_t)bare; }
  }
  return 0;
}

// base64, `*` or a placeholder
static bool is_response(const char *text) {
  if (*text == '{') return true;
  return *text && !text[strcspn(text, " \t(:<")];
}

static bool is_field(const char *text) {
  const char *at = text;
  while (*at > ' ' && *at < 127 && *at != ':') at++;
  return at > text && *at == ':';
}

// --- a line ----------------------------------------------------------------------------------------------------------------

static enum Token reply_kind(Scanner *scanner, const char *text, bool marked) {
  bool more = text[3] == '-';
  if (begins(text, "354")) {
    scanner->mode = IN_HEADERS;
    scanner->marked = marked;
  } else if (!(text[0] == '3' && (scanner->mode == IN_AUTH || scanner->mode == IN_HEADERS)) && !more) {
    scanner->mode = IN_COMMANDS;
  }
  if (begins(text, "250") && (text[3] == '-' || text[3] == ' ')) {
    const char *at = text + 4;
    while ((*at >= 'A' && *at <= 'Z') || is_digit(*at) || *at == '-') at++;
    if (at - text >= 7 && (*at == 0 || *at == ' ' || *at == '=' || *at == '\\')) return more ? EXTENSION_MORE : EXTENSION;
  }
  return more ? REPLY_MORE : REPLY;
}

static enum Token command_kind(Scanner *scanner, const char *text, bool marked) {
  scanner->mode = IN_COMMANDS;
  if (begins_word(text, "AUTH", true) || begins_word(text, "X-EXPS", true)) {
    scanner->mode = IN_AUTH;
    return AUTH;
  }
  if (begins_word(text, "DATA", true)) {
    scanner->mode = IN_HEADERS;
    scanner->marked = marked;
  }
  if (begins_word(text, "BDAT", true)) {
    const char *at = text + 4;
    while (is_blank(*at)) at++;
    if (is_digit(*at)) {
      scanner->mode = IN_CHUNK;
      scanner->marked = marked;
      return CHUNK;
    }
  }
  return COMMAND;
}

static enum Token own_kind(const char *line) {
  if (begins(line, "###")) return SESSION;
  if (line[0] == '#') {
    const char *at = line;
    while (*at == '#') at++;
    while (is_blank(*at)) at++;
    return begins(at, "smtp-ls:") ? PRAGMA : COMMENT;
  }
  if (line[0] == '@' && (upper(line[1]) >= 'A' || line[1] == '_')) {
    const char *at = line + 1;
    while (*at && (upper(*at) >= 'A' || is_digit(*at) || *at == '.' || *at == '-')) at++;
    while (is_blank(*at)) at++;
    if (*at == '=') return VARIABLE;
  }
  return SENTINEL;
}

// What a line is in mail data or a chunk; SENTINEL where it is none of that.
static enum Token content_kind(Scanner *scanner, const char *line) {
  uint8_t side = CLIENT_MARK;
  uint8_t width = scanner->marked ? mark_of(line, &side) : 0;
  const char *text = line + width;
  if (scanner->marked && (!width || side == SERVER_MARK)) return SENTINEL;
  if (scanner->mode == IN_CHUNK) {
    if (!scanner->marked && is_code(text)) return SENTINEL;
    if (begins_word(text, "BDAT", true) || begins_word(text, "QUIT", true) || begins_word(text, "RSET", true)) return SENTINEL;
  } else if (text[0] == '.' && text[strspn(text, ". \t")] == 0 && text[1] != '.') {
    scanner->mode = IN_COMMANDS;
    scanner->width = width;
    scanner->side = side;
    return DOT;
  }
  scanner->width = width;
  scanner->side = side;
  if (scanner->mode == IN_HEADERS || (scanner->mode == IN_CHUNK && is_field(text))) {
    if (is_field(text)) return FIELD;
    scanner->mode = IN_BODY;
    if (!text[strspn(text, " \t")]) return SEPARATOR;
  }
  return TEXT;
}

static enum Token kind_of(Scanner *scanner, const char *line) {
  bool blank = !line[strspn(line, " \t")];
  if (scanner->mode == IN_HEADERS || scanner->mode == IN_BODY || scanner->mode == IN_CHUNK) {
    bool says = !scanner->marked && scanner->mode == IN_HEADERS && is_code(line) && line[0] >= '2' && line[0] <= '5';
    enum Token kind = begins(line, "###") || says ? SENTINEL : content_kind(scanner, line);
    if (kind != SENTINEL) return kind;
    if (scanner->mode == IN_BODY) scanner->mode = IN_COMMANDS;
  }
  if (blank) return BLANK;
  enum Token own = own_kind(line);
  if (own == SESSION) scanner->mode = IN_COMMANDS;
  if (own != SENTINEL) return own;

  uint8_t side = CLIENT_MARK;
  uint8_t width = mark_of(line, &side);
  const char *text = line + width;
  while (width && is_blank(*text)) text++;
  scanner->width = width;
  if (is_code(text) || is_pattern(text)) {
    scanner->side = SERVER_MARK;
    return is_pattern(text) ? PATTERN : reply_kind(scanner, text, width > 0);
  }
  if (width ? is_verb(text, true) || (side == CLIENT_MARK && is_like_a_verb(text)) : is_bare_command(text)) {
    scanner->side = CLIENT_MARK;
    return command_kind(scanner, text, width > 0);
  }
  scanner->side = side;
  if (scanner->mode == IN_AUTH && (!width || side == CLIENT_MARK) && is_response(text)) return RESPONSE;
  if (width && side == CLIENT_MARK && text[0] == '.' && !text[1]) return DOT;
  scanner->width = 0;
  return NOTE;
}

bool tree_sitter_smtp_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  if (valid[SENTINEL]) return false; // it mends an error, and would take anything

  if (scanner->begun && scanner->width && (valid[CLIENT_MARK] || valid[SERVER_MARK])) {
    for (uint8_t left = scanner->width; left; left--) lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    scanner->width = 0;
    lexer->result_symbol = scanner->side;
    return true;
  }
  if (valid[END]) {
    while (is_blank((char)lexer->lookahead) && lexer->lookahead < 128) lexer->advance(lexer, true);
    if (lexer->eof(lexer) || lexer->lookahead == '\n' || lexer->lookahead == '\r') {
      if (lexer->lookahead == '\r') lexer->advance(lexer, false);
      if (lexer->lookahead == '\n') lexer->advance(lexer, false);
      lexer->mark_end(lexer);
      scanner->begun = 0;
      lexer->result_symbol = END;
      return true;
    }
    return false;
  }
  if (!valid[NOTE] || scanner->begun || lexer->eof(lexer)) return false;

  char line[LONGEST + 1];
  int length = 0;
  lexer->mark_end(lexer);
  while (!lexer->eof(lexer) && lexer->lookahead != '\n' && lexer->lookahead != '\r' && length < LONGEST) {
    line[length++] = lexer->lookahead > 0 && lexer->lookahead < 128 ? (char)lexer->lookahead : '?';
    lexer->advance(lexer, false);
  }
  line[length] = 0;
  scanner->width = 0;
  enum Token kind = kind_of(scanner, line);
  if (!valid[kind]) kind = NOTE;
  scanner->begun = 1;
  lexer->result_symbol = kind;
  return true;
}
