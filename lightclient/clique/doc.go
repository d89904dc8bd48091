// Package clique
package clique
