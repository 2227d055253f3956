/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plural rules: a recursive-descent parser into an array of nodes, and its evaluator. The grammar is that of GNU
 * gettext (manual, "Plural forms"): numbers, n, ?: || && == != < > <= >= + - * / % ! and parentheses. */

#include "annae-plural.h"

#include <string.h>

#define MAX_DEPTH 24
#define MAX_LENGTH 1024

typedef enum
{
  OP_NUMBER,
  OP_N,
  OP_NOT,
  OP_MULTIPLY,
  OP_DIVIDE,
  OP_MODULO,
  OP_ADD,
  OP_SUBTRACT,
  OP_LESS,
  OP_GREATER,
  OP_LESS_EQUAL,
  OP_GREATER_EQUAL,
  OP_EQUAL,
  OP_NOT_EQUAL,
  OP_AND,
  OP_OR,
  OP_CHOOSE
} Op;

/* Binary operators, tightest first; those of one level associate to the left. Longer spellings come before their
 * beginnings. */
static const struct
{
  char text[3];
  guint8 level;
  guint8 op;
} operators[] = {
  /* clang-format off */
  { "*",  0, OP_MULTIPLY },
  { "/",  0, OP_DIVIDE },
  { "%",  0, OP_MODULO },
  { "+",  1, OP_ADD },
  { "-",  1, OP_SUBTRACT },
  { "<=", 2, OP_LESS_EQUAL },
  { ">=", 2, OP_GREATER_EQUAL },
  { "<",  2, OP_LESS },
  { ">",  2, OP_GREATER },
  { "==", 3, OP_EQUAL },
  { "!=", 3, OP_NOT_EQUAL },
  { "&&", 4, OP_AND },
  { "||", 5, OP_OR },
  /* clang-format on */
};

#define LOOSEST 5

typedef struct
{
  AnnaePlural *rule;
  const char *at;
  guint depth;
} Parser;

static gboolean
parse_choose (Parser *self, guint8 *node);

static void
skip_space (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
accept_text (Parser *self, const char *text)
{
  skip_space (self);
  if (!g_str_has_prefix (self->at, text))
    return FALSE;
  self->at += strlen (text);
  return TRUE;
}

static gboolean
add_node (Parser *self, Op op, guint8 a, guint8 b, guint8 c, gulong value, guint8 *node)
{
  AnnaePlural *rule = self->rule;

  if (rule->n_nodes >= ANNAE_PLURAL_MAX_NODES)
    return FALSE;
  *node = (guint8) rule->n_nodes;
  rule->nodes[rule->n_nodes++] = (AnnaePluralNode){ .op = op, .a = a, .b = b, .c = c, .value = value };
  return TRUE;
}

static gboolean
parse_number (Parser *self, gulong *number)
{
  gulong value = 0;

  if (!g_ascii_isdigit (*self->at))
    return FALSE;
  for (; g_ascii_isdigit (*self->at); self->at++)
    {
      if (value > 1000000) /* no rule has such numbers; keeps the sum from overflowing */
        return FALSE;
      value = value * 10 + (gulong) (*self->at - '0');
    }
  *number = value;
  return TRUE;
}

static gboolean
parse_unary (Parser *self, guint8 *node)
{
  gboolean ok = FALSE;
  gulong number;

  if (++self->depth > MAX_DEPTH)
    return FALSE;
  skip_space (self);
  if (*self->at == '!' && self->at[1] != '=')
    {
      guint8 operand;

      self->at++;
      ok = parse_unary (self, &operand) && add_node (self, OP_NOT, operand, 0, 0, 0, node);
    }
  else if (*self->at == '(')
    {
      self->at++;
      ok = parse_choose (self, node) && accept_text (self, ")");
    }
  else if (*self->at == 'n')
    {
      self->at++;
      ok = add_node (self, OP_N, 0, 0, 0, 0, node);
    }
  else if (parse_number (self, &number))
    ok = add_node (self, OP_NUMBER, 0, 0, 0, number, node);
  self->depth--;
  return ok;
}

static gboolean
accept_operator (Parser *self, guint level, guint8 *op)
{
  skip_space (self);
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i].level == level && g_str_has_prefix (self->at, operators[i].text))
      {
        self->at += strlen (operators[i].text);
        *op = operators[i].op;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_binary (Parser *self, guint level, guint8 *node)
{
  guint8 left, right, op;

  if (level == 0 ? !parse_unary (self, &left) : !parse_binary (self, level - 1, &left))
    return FALSE;
  while (accept_operator (self, level, &op))
    {
      if (level == 0 ? !parse_unary (self, &right) : !parse_binary (self, level - 1, &right))
        return FALSE;
      if (!add_node (self, op, left, right, 0, 0, &left))
        return FALSE;
    }
  *node = left;
  return TRUE;
}

static gboolean
parse_choose (Parser *self, guint8 *node)
{
  guint8 condition, yes, no;
  gboolean ok;

  if (++self->depth > MAX_DEPTH)
    return FALSE;
  ok = parse_binary (self, LOOSEST, &condition);
  if (ok && accept_text (self, "?"))
    ok = parse_choose (self, &yes) && accept_text (self, ":") && parse_choose (self, &no)
         && add_node (self, OP_CHOOSE, condition, yes, no, 0, &condition);
  *node = condition;
  self->depth--;
  return ok;
}

static gulong
evaluate (const AnnaePlural *self, guint node, gulong n)
{
  const AnnaePluralNode *it = &self->nodes[node];
  gulong a, b;

  switch ((Op) it->op)
    {
    case OP_NUMBER:
      return it->value;
    case OP_N:
      return n;
    case OP_NOT:
      return !evaluate (self, it->a, n);
    case OP_AND:
      return evaluate (self, it->a, n) && evaluate (self, it->b, n);
    case OP_OR:
      return evaluate (self, it->a, n) || evaluate (self, it->b, n);
    case OP_CHOOSE:
      return evaluate (self, evaluate (self, it->a, n) ? it->b : it->c, n);
    default:
      break;
    }

  a = evaluate (self, it->a, n);
  b = evaluate (self, it->b, n);
  switch ((Op) it->op)
    {
    case OP_MULTIPLY:
      return a * b;
    case OP_DIVIDE:
      return b != 0 ? a / b : 0;
    case OP_MODULO:
      return b != 0 ? a % b : 0;
    case OP_ADD:
      return a + b;
    case OP_SUBTRACT:
      return a - b;
    case OP_LESS:
      return a < b;
    case OP_GREATER:
      return a > b;
    case OP_LESS_EQUAL:
      return a <= b;
    case OP_GREATER_EQUAL:
      return a >= b;
    case OP_EQUAL:
      return a == b;
    case OP_NOT_EQUAL:
      return a != b;
    default:
      return 0;
    }
}

void
annae_plural_init_germanic (AnnaePlural *self)
{
  *self = (AnnaePlural){
    .n_forms = 2,
    .n_nodes = 3,
    .nodes = { { .op = OP_N }, { .op = OP_NUMBER, .value = 1 }, { .op = OP_NOT_EQUAL, .a = 0, .b = 1 } },
  };
}

gboolean
annae_plural_parse (AnnaePlural *self, const char *forms)
{
  Parser parser = { .rule = self, .at = forms };
  gulong n_forms;
  guint8 root;

  *self = (AnnaePlural){ 0 };
  if (forms != NULL && strlen (forms) <= MAX_LENGTH && accept_text (&parser, "nplurals") && accept_text (&parser, "="))
    {
      skip_space (&parser);
      if (parse_number (&parser, &n_forms) && n_forms >= 1 && n_forms <= ANNAE_PLURAL_MAX_FORMS
          && accept_text (&parser, ";") && accept_text (&parser, "plural") && accept_text (&parser, "=")
          && parse_choose (&parser, &root))
        {
          accept_text (&parser, ";");
          skip_space (&parser);
          if (*parser.at == '\0' && root == self->n_nodes - 1)
            {
              self->n_forms = (guint) n_forms;
              return TRUE;
            }
        }
    }
  annae_plural_init_germanic (self);
  return FALSE;
}

guint
annae_plural_select (const AnnaePlural *self, gulong count)
{
  gulong form;

  if (self->n_nodes == 0)
    return 0;
  form = evaluate (self, self->n_nodes - 1, count);
  return form < self->n_forms ? (guint) form : 0;
}
